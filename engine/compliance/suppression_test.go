package compliance_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine/compliance"
)

func TestOneNumberIsOneSuppressionOnEveryChannel(t *testing.T) {
	h := hasher(t)
	want := hash(t, h, compliance.Phone, "+4917612345678")
	for _, c := range []struct {
		channel compliance.Channel
		address string
	}{
		{compliance.SMS, "+49 176 12345678"}, {compliance.Call, "0049-176/12345678"},
		{compliance.Phone, "+49 (0)176 123 456 78"}, {compliance.WhatsApp, "whatsapp:+4917612345678"},
		{compliance.WhatsApp, "4917612345678"}, {compliance.WhatsApp, " WhatsApp:+4917612345678 "},
	} {
		if got := hash(t, h, c.channel, c.address); got != want {
			t.Errorf("%s %q is suppressed as somebody else", c.channel, c.address)
		}
	}
	if hash(t, h, compliance.Phone, "+4917612345679") == want {
		t.Error("two numbers have one suppression")
	}
}

func TestAddressesAreNormalisedForTheirChannel(t *testing.T) {
	for _, c := range []struct {
		channel             compliance.Channel
		typed, space, wants string
	}{
		{compliance.Phone, "+43 664 1234567", "phone", "+436641234567"},
		{compliance.SMS, "0041 79 123 45 67", "phone", "+41791234567"},
		{compliance.Email, " Lisa.Maier@Example.ORG ", "email", "lisa.maier@example.org"},
		{compliance.Telegram, "@LisaMaier", "telegram", "lisamaier"},
		{compliance.Telegram, "123456789", "telegram", "123456789"},
		{compliance.WhatsApp, "whatsapp:DE.ABC123", "whatsapp", "de.abc123"},
	} {
		space, normal, err := compliance.Normalise(c.channel, c.typed)
		if err != nil || space != c.space || normal != c.wants {
			t.Errorf("%s became %s %s, %v", c.wants, space, normal, err)
		}
	}
}

func TestWhatIsNoAddressIsRefusedWithoutNamingIt(t *testing.T) {
	h := hasher(t)
	for channel, addresses := range map[compliance.Channel][]string{
		compliance.Phone:    {"", "0176 12345678", "+", "+49", "abc", "+999999999999999999"},
		compliance.WhatsApp: {"", "whatsapp:", "whatsapp:whatsapp:DE.ABC", "0176 12345678"},
		compliance.Email:    {"", "lisa", "@example.org", "lisa@", "a@b@c", "a b@c.de"},
		compliance.Telegram: {"", "@", "@@", "lisa maier"},
		"pigeon":            {"coop 4"},
	} {
		for _, address := range addresses {
			_, err := h.Hash(channel, address)
			_, also := h.Candidates(channel, address)
			if !errors.Is(err, compliance.ErrAddress) || !errors.Is(also, compliance.ErrAddress) {
				t.Errorf("%s %q: %v, %v", channel, address, err, also)
			}
			if len(address) > 3 && strings.Contains(err.Error(), address) {
				t.Errorf("the error names the address: %v", err)
			}
		}
	}
}

func TestHashIsTheHMACOfSpaceAndAddress(t *testing.T) {
	mac := hmac.New(sha256.New, key(2))
	mac.Write([]byte("phone\x00+4917612345678"))
	got := hash(t, hasher(t), compliance.SMS, "+4917612345678")
	if got.Version != 2 || !bytes.Equal(got.Hash[:], mac.Sum(nil)) {
		t.Errorf("version %d, hash %x", got.Version, got.Hash)
	}
}

func TestSuppressionOfAnOldKeyIsFoundUnderNewOnes(t *testing.T) {
	old, err := compliance.NewHasher(map[int][]byte{1: key(1)}, 1)
	if err != nil {
		t.Fatal(err)
	}
	stored := hash(t, old, compliance.Email, "lisa@example.org")
	all, err := hasher(t).Candidates(compliance.Email, "LISA@example.org")
	if err != nil || len(all) != 2 || all[0] != stored || !slices.Contains(all, hash(t, hasher(t), compliance.Email, "lisa@example.org")) {
		t.Errorf("%v, %v do not hold %v", all, err, stored)
	}
}

func TestWeakKeysAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		keys    map[int][]byte
		current int
	}{
		"none": {nil, 0}, "short": {map[int][]byte{1: make([]byte, 31)}, 1}, "no current": {map[int][]byte{1: key(1)}, 2},
		"short old one": {map[int][]byte{1: {1}, 2: key(2)}, 2},
	} {
		if _, err := compliance.NewHasher(c.keys, c.current); !errors.Is(err, compliance.ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var zero compliance.Hasher
	_, err := zero.Hash(compliance.Email, "lisa@example.org")
	_, also := zero.Candidates(compliance.Email, "lisa@example.org")
	if !errors.Is(err, compliance.ErrKey) || !errors.Is(also, compliance.ErrKey) {
		t.Errorf("the zero hasher hashes: %v, %v", err, also)
	}
}

func TestKeysStayWithTheHasher(t *testing.T) {
	keys := map[int][]byte{2: key(2)}
	h, err := compliance.NewHasher(keys, 2)
	if err != nil {
		t.Fatal(err)
	}
	clear(keys[2])
	if hash(t, h, compliance.Email, "a@b.de") != hash(t, hasher(t), compliance.Email, "a@b.de") {
		t.Error("the caller has changed a key")
	}
	for _, printed := range []string{fmt.Sprint(h), fmt.Sprintf("%+v", h), fmt.Sprintf("%#v", h)} {
		if printed != "suppression hasher" {
			t.Errorf("printed as %q", printed)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for channel, address := range map[string]string{"phone": "+49 (0)176 12345678", "whatsapp": "whatsapp:DE.ABC",
		"email": "Lisa@Example.org", "telegram": "@Lisa", "sms": "0049176;ext=5", "call": "+4900000000000"} {
		f.Add(channel, address)
	}
	f.Fuzz(func(t *testing.T, channel, address string) {
		space, normal, err := compliance.Normalise(compliance.Channel(channel), address)
		if err != nil {
			return
		}
		again, same, err := compliance.Normalise(compliance.Channel(channel), normal)
		if err != nil || again != space || same != normal {
			t.Errorf("%q %q became %q %q, then %q %q, %v", channel, address, space, normal, again, same, err)
		}
	})
}

func hasher(t *testing.T) compliance.Hasher {
	t.Helper()
	h, err := compliance.NewHasher(map[int][]byte{1: key(1), 2: key(2)}, 2)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func hash(t *testing.T, h compliance.Hasher, c compliance.Channel, address string) compliance.Suppression {
	t.Helper()
	s, err := h.Hash(c, address)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func key(version byte) []byte { return bytes.Repeat([]byte{version}, 32) }
