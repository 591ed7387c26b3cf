package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

//go:embed indirect.de.yaml
var indirectData []byte

// indirectFile is the shape of indirect.de.yaml.
type indirectFile struct {
	Tellers, Asks, Begins, That, Whether, Questions, Breaks []string
	Lead, User, Others, Owned, Impersonal                   []string
	Leads, Users                                            map[string]string
	LeadVerbs                                               map[string]string `yaml:"leadVerbs"`
	UserVerbs                                               map[string]string `yaml:"userVerbs"`
}

// indirectWords are the words of indirect.de.yaml, folded.
type indirectWords struct {
	tellers, asks                                  [][]string
	begins, that, whether, questions, breaks       map[string]bool
	lead, user, others, owned, impersonal          map[string]bool
	leadsWords, usersWords, leadsVerbs, usersVerbs map[string]string
}

// indirectLexicon is read once.
var indirectLexicon = sync.OnceValue(func() indirectWords {
	var f indirectFile
	if err := strictYAML(indirectData, &f); err != nil {
		panic(err) // it is part of the program
	}
	folded := func(words map[string]string) map[string]string {
		out := map[string]string{}
		for from, to := range words {
			out[fold(from)] = to
		}
		return out
	}
	return indirectWords{
		tellers: append(phrases(f.Tellers), toldWords().After...), asks: phrases(f.Asks), begins: wordSet(f.Begins),
		that: wordSet(f.That), whether: wordSet(f.Whether), questions: wordSet(f.Questions), breaks: wordSet(f.Breaks),
		lead: wordSet(f.Lead), user: wordSet(f.User), others: wordSet(f.Others), owned: wordSet(f.Owned),
		impersonal: wordSet(f.Impersonal), leadsWords: folded(f.Leads), usersWords: folded(f.Users),
		leadsVerbs: folded(f.LeadVerbs), usersVerbs: folded(f.UserVerbs),
	}
})

// Reported finds in a user's message what a lead wrote, told in the user's words: "Lisa meinte, es ist ihr zu teuer". It
// returns the name as typed, what the lead is said to have said, and that as the lead would say it.
func Reported(text string) (name, words, spoken string, ok bool) {
	text, ok = readable(strings.TrimSpace(text))
	if !ok {
		return "", "", "", false
	}
	w, toks := indirectLexicon(), tokens(text)
	head, rest, asks := w.split(toks)
	if len(rest) < 2 || w.speaks(head[0]) || !asks && toks[len(toks)-1].text == "?" {
		return "", "", "", false
	}
	name, ok = toldWords().nameOf(text, head)
	return name, text[rest[0].from:], w.spoken(text, rest, asks), ok
}

// ReadReported reads what a lead is said to have said. Where the two ways to look at it differ about a stop, or the user's
// words tell nothing, Confidence is low: somebody has to ask.
func ReadReported(words, spoken string, now time.Time) Reply {
	reply, raw := ReadReply(spoken, now), ReadReply(words, now)
	if raw.Intent == MeansOptOut && reply.Intent != MeansOptOut {
		raw.Hard, raw.Confidence = false, unsure
		return raw
	}
	return reply
}

// split takes the name and what was said apart; nil where nothing was.
func (w indirectWords) split(toks []token) (name, rest []token, asks bool) {
	for i := 1; i <= min(len(toks)-1, mostWords+2); i++ {
		for _, all := range [][][]string{w.asks, w.tellers} {
			n := beginsWith(toks[i:], all)
			if n == 0 {
				continue
			}
			rest = toks[i+n:]
			comma := len(rest) > 0 && rest[0].text == ","
			if comma {
				rest = rest[1:]
			}
			if len(rest) == 0 || !w.begins[rest[0].text] {
				return nil, nil, false
			}
			asks = w.whether[rest[0].text] || w.questions[rest[0].text]
			return toks[:i], rest, asks
		}
	}
	return nil, nil, false
}

// beginsWith is how many tokens the longest phrase has that they begin with.
func beginsWith(toks []token, all [][]string) (longest int) {
	for _, phrase := range all {
		same := func(t token, word string) bool { return t.text == word }
		if n := len(phrase); n > longest && n <= len(toks) && slices.EqualFunc(toks[:n], phrase, same) {
			longest = n
		}
	}
	return longest
}

// spoken is what was said as the lead says it: clause by clause, since each has a subject of its own.
func (w indirectWords) spoken(text string, toks []token, asks bool) string {
	var out strings.Builder
	for len(toks) > 0 {
		n := 1
		for n < len(toks) && (toks[n].word || toks[n].number) && !w.breaks[toks[n].text] {
			n++
		}
		for _, word := range w.clause(text, toks[:n]) {
			if out.Len() > 0 && !strings.ContainsAny(word, ".,;:!?") {
				out.WriteByte(' ')
			}
			out.WriteString(word)
		}
		toks = toks[n:]
	}
	if asks && !strings.HasSuffix(out.String(), "?") {
		out.WriteByte('?')
	}
	return out.String()
}

// clause is one clause in the lead's words.
func (w indirectWords) clause(text string, toks []token) []string {
	dependent, verbAt := false, 1
	if len(toks) > 1 && (w.whether[toks[0].text] || w.that[toks[0].text] && (toks[0].text == "dass" || w.speaks(toks[1]))) {
		if w.whether[toks[0].text] { // "ob sie es testen kann": kann ich es testen?
			verbAt = 0
		}
		dependent, toks = true, toks[1:]
	}
	subject := w.subject(toks)
	words := make([]string, len(toks))
	for i, t := range toks {
		words[i] = w.word(text, toks, i, subject)
		if words[i] == "" {
			words[i] = text[t.from:t.to]
		}
	}
	if n := len(words); dependent && n > 2 && w.finite(toks[n-1]) && w.speaks(toks[0]) {
		words = slices.Insert(words[:n-1:n-1], verbAt, words[n-1])
	}
	return words
}

// speaks tells that a word is what a clause may be about.
func (w indirectWords) speaks(t token) bool {
	return w.lead[t.text] || w.user[t.text] || w.others[t.text]
}

// finite tells that a word is a verb that ends a dependent clause.
func (w indirectWords) finite(t token) bool {
	return w.leadsVerbs[t.text] != "" || w.usersVerbs[t.text] != "" || w.impersonal[t.text]
}

// subject is whom a clause is about, as the words of that set are: the lead's, the user's or neither.
func (w indirectWords) subject(toks []token) map[string]bool {
	is := func(set map[string]bool) bool {
		return slices.ContainsFunc(toks, func(t token) bool { return set[t.text] })
	}
	switch first := slices.IndexFunc(toks, w.speaks); {
	case is(w.user):
		return w.user
	case first < 0, w.others[toks[first].text] && is(w.impersonal), !is(w.lead):
		return w.others
	}
	return w.lead
}

// word is a word of a clause as the lead says it, empty where that is the same.
func (w indirectWords) word(text string, toks []token, i int, subject map[string]bool) string {
	t := toks[i].text
	leads, spokenOf := subject[toSie] && !subject[toIch], w.lead[t]
	switch {
	case spokenOf && leads:
		return "ich"
	case spokenOf:
		return "mich"
	case t == toIhr || t == toSein:
		return w.whose(text, toks, i)
	case w.leadsWords[t] != "":
		return w.leadsWords[t]
	case w.user[t] || w.usersWords[t] != "" && !(subject[toIch] && w.usersVerbs[t] != "" && i == len(toks)-1):
		return w.usersWords[t]
	case leads:
		return w.leadsVerbs[t]
	case subject[toIch]:
		return w.usersVerbs[t]
	}
	return ""
}

// The pronouns that the rules themselves speak of.
const (
	toSie, toIch, toIhr, toSein = "sie", "ich", "ihr", "sein"
)

// whose tells "ihr Mann" from "ihr zu teuer", and "sein Geld" from "kann sein".
func (w indirectWords) whose(text string, toks []token, i int) string {
	if i+1 < len(toks) {
		first, _ := utf8.DecodeRuneInString(text[toks[i+1].from:])
		if w.owned[toks[i+1].text] || unicode.IsUpper(first) {
			return "mein"
		}
	}
	if toks[i].text == toSein {
		return ""
	}
	return "mir"
}
