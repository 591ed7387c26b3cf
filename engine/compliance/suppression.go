package compliance

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

const shortestKey = 32 // bytes: shorter ones weaken HMAC-SHA-256

// The reasons for which nothing can be hashed. None of them names a key or an address.
var (
	ErrKey     = errors.New("suppression keys need a current version and at least 32 bytes each")
	ErrAddress = errors.New("address cannot be normalised for its channel")
)

// Suppression is the keyed hash of an address that must not be contacted: HMAC-SHA-256 under the key of a
// version. It is comparable; without the key it tells nothing about the address, not even by trying all
// telephone numbers.
type Suppression struct {
	Version int
	Hash    [sha256.Size]byte
}

// Hasher makes suppressions. It keeps old keys, so that what was suppressed under them is still found.
type Hasher struct {
	keys    map[int][]byte
	current int
}

// NewHasher returns a Hasher that writes under the current key and finds under all of them. It fails with
// ErrKey if the current one is missing or any is shorter than 32 bytes.
func NewHasher(keys map[int][]byte, current int) (Hasher, error) {
	h := Hasher{keys: make(map[int][]byte, len(keys)), current: current}
	for version, key := range keys {
		if len(key) < shortestKey {
			return Hasher{}, ErrKey
		}
		h.keys[version] = bytes.Clone(key)
	}
	if _, ok := h.keys[current]; !ok {
		return Hasher{}, ErrKey
	}
	return h, nil
}

// String keeps keys out of logs.
func (Hasher) String() string { return "suppression hasher" }

// GoString keeps keys out of logs.
func (h Hasher) GoString() string { return h.String() }

// Hash returns what is stored when an address is suppressed. It fails with ErrAddress as Normalise does, and
// with ErrKey on the zero Hasher.
func (h Hasher) Hash(c Channel, address string) (Suppression, error) {
	message, err := hashed(c, address)
	if err != nil {
		return Suppression{}, err
	}
	if h.keys[h.current] == nil {
		return Suppression{}, ErrKey
	}
	return h.sum(h.current, message), nil
}

// Candidates returns what an address may be stored as, one suppression for each key version, the oldest first;
// the address is suppressed if any of them is. It fails like Hash: then the address counts as suppressed.
func (h Hasher) Candidates(c Channel, address string) ([]Suppression, error) {
	message, err := hashed(c, address)
	if err != nil {
		return nil, err
	}
	if len(h.keys) == 0 {
		return nil, ErrKey
	}
	all := make([]Suppression, 0, len(h.keys))
	for _, version := range slices.Sorted(maps.Keys(h.keys)) {
		all = append(all, h.sum(version, message))
	}
	return all, nil
}

func (h Hasher) sum(version int, message []byte) Suppression {
	s := Suppression{Version: version}
	mac := hmac.New(sha256.New, h.keys[version])
	mac.Write(message)
	mac.Sum(s.Hash[:0])
	return s
}

// hashed is space, zero byte, normalised address.
func hashed(c Channel, address string) ([]byte, error) {
	space, normal, err := Normalise(c, address)
	if err != nil {
		return nil, err
	}
	return []byte(space + "\x00" + normal), nil
}

// Normalise returns the one form of an address under which it is suppressed, and the space it is unique in. All
// channels that reach a telephone number share the space "phone" and its E.164 form, so that a stop on one of
// them counts on all. A WhatsApp id without a number, a Telegram name or id and an e-mail address each have
// their channel's space. It fails with ErrAddress on a number without country code and on what is no address.
func Normalise(c Channel, address string) (space, normal string, err error) {
	address = strings.TrimSpace(address)
	switch c {
	case Name:
		if address == "" {
			return "", "", ErrAddress
		}
		return "name", address, nil
	case SMS, Phone, Call:
		normal, err = e164(address)
		return "phone", normal, err
	case WhatsApp:
		return whatsApp(address)
	case Email:
		normal, err = mail(address)
		return "email", normal, err
	case Telegram:
		normal, err = name(strings.TrimLeft(address, "@"))
		return "telegram", normal, err
	default:
		return "", "", ErrAddress
	}
}

// whatsApp reads what WhatsApp and its providers call an address: "whatsapp:" before it or not, a number with
// plus or without, or a business-scoped id with letters in it that has no number.
func whatsApp(address string) (space, normal string, err error) {
	const prefix = "whatsapp:"
	if len(address) >= len(prefix) && strings.EqualFold(address[:len(prefix)], prefix) {
		address = address[len(prefix):]
	}
	if strings.Contains(address, ":") {
		return "", "", ErrAddress
	}
	if strings.ContainsFunc(address, isLetter) {
		normal, err = name(address)
		return "whatsapp", normal, err
	}
	if !strings.HasPrefix(address, "+") && !strings.HasPrefix(address, "0") {
		address = "+" + address
	}
	normal, err = e164(address)
	return "phone", normal, err
}

// e164 reads a number that says its country: "+49 171 …", "0049 171 …", "+49 (0)171 …".
func e164(number string) (string, error) {
	if strings.HasPrefix(number, "00") {
		number = "+" + number[2:]
	}
	if !strings.HasPrefix(number, "+") {
		return "", ErrAddress
	}
	// One pass takes one trunk zero away; what was normalised before has to give the same as what was not.
	for range len(number) {
		parsed, err := phonenumbers.Parse(number, "ZZ")
		if err != nil || !phonenumbers.IsPossibleNumber(parsed) {
			return "", ErrAddress
		}
		parsed.Extension = nil
		normal := phonenumbers.Format(parsed, phonenumbers.E164)
		if normal == number {
			return normal, nil
		}
		number = normal
	}
	return "", ErrAddress
}

func mail(address string) (string, error) {
	local, domain, ok := strings.Cut(address, "@")
	if !ok || local == "" || domain == "" || strings.Contains(domain, "@") {
		return "", ErrAddress
	}
	return name(address)
}

// name is an address that is the same in upper and lower case and has no blanks in it.
func name(s string) (string, error) {
	if s == "" || strings.ContainsFunc(s, isBlank) {
		return "", ErrAddress
	}
	return strings.ToLower(s), nil
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func isBlank(r rune) bool { return r <= ' ' || r == '\u00a0' || r == '\ufeff' }
