package language

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spoken is what was said as the lead says it: clause by clause, since each has a subject of its own.
func (w indirectWords) spoken(text string, toks []token, asks bool) string {
	var out strings.Builder
	for first := true; len(toks) > 0; first = false {
		n := 1
		for n < len(toks) && (toks[n].word || toks[n].number) && !w.breaks[toks[n].text] {
			n++
		}
		words := w.clause(text, toks[:n])
		if first {
			words = w.opened(words, toks[:n])
		}
		for _, word := range words {
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
	subject, verb := w.subject(toks), w.verb(toks)
	words := make([]string, len(toks))
	for i, t := range toks {
		word := w.word(text, toks, i, subject)
		switch {
		case i == verb && subject[toIch]:
			word = w.usersVerbs[t.text]
		case i == verb && subject[toSie]:
			word = w.leadsVerbs[t.text]
		}
		words[i] = cmp.Or(word, text[t.from:t.to])
	}
	return words
}

// opened is the first clause without the word that makes it depend on what the user says: "dass sie keine Zeit hat" is "ich
// habe keine Zeit", and "ob sie es testen kann" is "kann ich es testen".
func (w indirectWords) opened(words []string, toks []token) []string {
	if !w.dependent(toks) {
		return words
	}
	at := 1
	if w.whether[toks[0].text] {
		at = 0
	}
	words, toks = words[1:], toks[1:]
	if n := len(words); n > 2 && w.finite(toks[n-1]) && w.speaks(toks[0]) {
		words = slices.Insert(words[:n-1:n-1], at, words[n-1])
	}
	return words
}

// dependent tells that a clause depends on what the user says: "dass", "ob", and a "das" that stands for "dass".
func (w indirectWords) dependent(toks []token) bool {
	first := toks[0].text
	return len(toks) > 1 && (w.whether[first] || first == toDass || w.that[first] && w.speaks(toks[1]))
}

// verb is where the verb of a clause stands that agrees with its subject, -1 where it is not known: the last word of one
// that depends on another, else the first verb. "Bestellt" in "sie hat bestellt" does not agree.
func (w indirectWords) verb(toks []token) int {
	last := len(toks) - 1
	if w.finite(toks[last]) && (w.dependent(toks) || w.breaks[toks[0].text] || w.questions[toks[0].text]) {
		return last
	}
	return slices.IndexFunc(toks, w.finite)
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
	}
	return w.usersWords[t]
}

// The words that the rules themselves speak of.
const (
	toSie, toIch, toIhr, toSein, toDass = "sie", "ich", "ihr", "sein", "dass"
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
