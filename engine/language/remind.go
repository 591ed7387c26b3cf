package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed remind.de.yaml
var remindData []byte

// Reminding is what a user wants to be reminded of, as typed, and when, as far as that is clear.
type Reminding struct {
	What    string
	When    Moment
	HasWhen bool
}

type remindWords struct {
	begins, asks          [][]string
	ends, links, articles map[string]bool
}

// remindLexicon is read once.
var remindLexicon = sync.OnceValue(func() remindWords {
	var f struct{ Begins, Asks, Ends, Links, Articles []string }
	if err := strictYAML(remindData, &f); err != nil {
		panic(err) // it is part of the program
	}
	return remindWords{phrases(f.Begins), phrases(f.Asks), wordSet(f.Ends), wordSet(f.Links), wordSet(f.Articles)}
})

// ReminderIn reads a wish to be reminded: "erinner mich morgen um 9 an die Steuer". Whether what is to be remembered is a
// lead is for the caller to find out.
func ReminderIn(text string, now time.Time, free Free) (r Reminding, ok bool) {
	composed, ok := readable(strings.TrimSpace(text))
	if !ok {
		return r, false
	}
	s := newSentence(composed, now)
	s.free = free
	wish := remindLexicon().wish(s.toks)
	if wish == nil {
		return r, false
	}
	if _, contradicts := s.contradiction(); !contradicts {
		var rest []token
		if r.When, rest, r.HasWhen = s.findTime(); r.HasWhen {
			wish = remindLexicon().among(wish, rest)
		}
	}
	for len(wish) > 0 && remindLexicon().links[wish[0].text] {
		wish = wish[1:]
	}
	r.What = s.said(wish)
	return r, r.What != ""
}

// wish are the words of a wish to be reminded without those that only say that it is one, nil for no wish.
func (w remindWords) wish(toks []token) []token {
	behind := func(all [][]string) []token {
		for _, phrase := range all {
			same := func(t token, word string) bool { return t.text == word }
			if n := len(phrase); len(toks) > n && slices.EqualFunc(toks[:n], phrase, same) {
				return toks[n:]
			}
		}
		return nil
	}
	if rest := behind(w.begins); rest != nil {
		return rest
	}
	rest := behind(w.asks)
	if n := len(rest); n > 1 && w.ends[rest[n-1].text] {
		return rest[:n-1]
	}
	return nil
}

// among are the words of a wish that are left beside its time. An article before the first may be taken for a part of the
// time ("um 9 an die"), but is none.
func (w remindWords) among(wish, rest []token) (left []token) {
	isLeft := func(t token) bool { return slices.ContainsFunc(rest, func(r token) bool { return r.from == t.from }) }
	for i, t := range wish {
		if isLeft(t) {
			if len(left) == 0 && i > 0 && w.articles[wish[i-1].text] {
				left = append(left, wish[i-1])
			}
			left = append(left, t)
		}
	}
	return left
}

// said are words as they were typed, with what stands between them.
func (s *sentence) said(words []token) string {
	var text strings.Builder
	for i, t := range words {
		if i > 0 {
			between := s.text[words[i-1].to:t.from]
			if strings.ContainsFunc(between, func(r rune) bool { return !notLetter(r) || r >= '0' && r <= '9' }) {
				between = " " // a time was taken out
			}
			text.WriteString(between)
		}
		text.WriteString(s.text[t.from:t.to])
	}
	return text.String()
}
