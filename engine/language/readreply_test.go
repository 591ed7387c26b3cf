package language

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestRepliesInDisguise(t *testing.T) {
	stops := []string{
		"S\u200bT\u200bO\u200bP", "stop\u00ad", "\u202estop\u202c", "ＳＴＯＰ", "𝐒𝐓𝐎𝐏", "st0p", "s t o p", "S.T.O.P", "S-T-O-P.", "sTOpp", "STOOOOPPPP",
		"  \t stop \r", "„Stopp“", "*STOP*", "__stop__", "¡stop!", "stop\nstop\nstop", "BITTE NICHT MEHR SCHREIBEN",
		"bitte   nicht  mehr\tschreiben", "bitteeee nichttt mehrrrr schreibennnn", "nichtmehr schreiben", "Bitte nícht mehr schreiben",
		"bitte nicht me\u00adhr schrei\u200dben", "loesch meine nummer", "lo\u0308sch meine nummer", "Lass mich in Ruhe" + strings.Repeat("!", 300),
		strings.Repeat("bla ", 2000) + "bitte nicht mehr schreiben", "Stopp! " + strings.Repeat("bla ", 2000),
	}
	for _, text := range stops {
		if r := ReadReply(text, corpusNow(t)); r.Intent != MeansOptOut {
			t.Errorf("%.60q means %s", text, r.Intent)
		}
	}
}

func TestRepliesWithoutWordsAreNeutral(t *testing.T) {
	for _, text := range []string{"", " ", ".", "...", "?!", "!!!", ",,,", "-", "\x00", "\u200b", "\ufeff", "12345", "🤷", "()[]{}", "\n\n"} {
		r := ReadReply(text, corpusNow(t))
		if r.Intent != MeansNeutral || r.Hard {
			t.Errorf("%q means %s, hard %t", text, r.Intent, r.Hard)
		}
	}
}

func TestLongRepliesTakeNoLongerThanTheirEnds(t *testing.T) {
	for _, unit := range []string{"bitte nicht mehr ", "heute um 9 ", "?", "stop", "nein ", "a b c ", "ä", "vor nach bis um ", "\xff", "🛑", "., "} {
		start := time.Now()
		ReadReply(strings.Repeat(unit, 10_000), corpusNow(t))
		if took := time.Since(start); took > time.Second {
			t.Errorf("%q took %s", unit, took)
		}
	}
}

func TestDueRepliesAreAhead(t *testing.T) {
	now := corpusNow(t)
	for _, c := range corpus(t, "reply_examples.de.yaml") {
		r := ReadReply(c.text, now)
		if !r.Due.IsZero() && (!r.Due.After(now) || r.Intent != MeansLater) {
			t.Errorf("%q is due %s", c.text, r.Due)
		}
	}
}

// fuzzSeeds is of how many messages one is a seed: reading them all would take the time of the search.
const fuzzSeeds = 12

func FuzzReadReply(f *testing.F) {
	for _, path := range corpora() {
		for i, c := range corpus(f, path) {
			if i%fuzzSeeds == 0 {
				f.Add(c.text)
			}
		}
	}
	now := corpusNow(f)
	f.Fuzz(func(t *testing.T, text string) {
		r := ReadReply(text, now)
		if r != ReadReply(text, now) {
			t.Fatalf("%q is read in two ways", text)
		}
		if r.Intent == "" || (r.Objection == "") == (r.Intent == MeansObjection) {
			t.Fatalf("%q means %q, %q", text, r.Intent, r.Objection)
		}
		if math.IsNaN(r.Confidence) || r.Confidence < 0 || r.Confidence > 1 {
			t.Fatalf("%q is %f sure", text, r.Confidence)
		}
		if !r.Due.IsZero() && !r.Due.After(now) {
			t.Fatalf("%q is due in the past", text)
		}
	})
}

func BenchmarkReadReply(b *testing.B) {
	cases := corpus(b, "reply_examples.de.yaml")
	now := corpusNow(b)
	ReadReply("", now)
	for i := 0; b.Loop(); i++ {
		ReadReply(cases[i%len(cases)].text, now)
	}
}
