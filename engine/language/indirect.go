package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
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
	if raw.Intent == MeansOptOut && raw.Hard && reply.Intent != MeansOptOut {
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
