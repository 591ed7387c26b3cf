package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed facts.de.yaml
var factData []byte

// The subjects of a Fact.
const (
	AboutVideo        = "video"        // Value 1: the lead has watched it, 0: it has not
	AboutCustomer     = "customer"     // the lead has bought
	AboutPartner      = "partner"      // the lead has signed up
	AboutSatisfaction = "satisfaction" // Value 1 to 10
	AboutAddress      = "address"      // how the user and the lead address each other: Value is a place in Forms
)

// Fact is what a user tells of a lead and no message says.
type Fact struct {
	Name  string // as typed; of AboutAddress it may be missing
	About string
	Value int
}

type factWords struct {
	verbs, fillers map[string]bool
	facts          map[string]Fact // by their words
	addressing     addressing
}

// factLexicon is read once.
var factLexicon = sync.OnceValue(func() factWords {
	var f struct {
		Verbs, Fillers []string
		Address        addressingFile
		Facts          []struct {
			About   string
			Value   int
			Phrases []string
		}
	}
	if err := strictYAML(factData, &f); err != nil {
		panic(err) // it is part of the program
	}
	w := factWords{wordSet(f.Verbs), wordSet(f.Fillers), map[string]Fact{}, f.Address.words()}
	for _, fact := range f.Facts {
		for _, phrase := range fact.Phrases {
			w.facts[strings.Join(w.content(tokens(compose(phrase))), " ")] = Fact{About: fact.About, Value: fact.Value}
		}
	}
	return w
})

// FactOf reads a sentence that tells something of a lead: "Lisa hat das Video gesehen", "Tom gibt 9 von 10". A question
// tells nothing.
func FactOf(text string) (f Fact, ok bool) {
	text, ok = readable(strings.TrimSpace(text))
	if !ok || strings.Contains(text, "?") {
		return f, false
	}
	w, toks := factLexicon(), tokens(text)
	if f, ok = w.addressing.factOf(text); ok {
		return f, true
	}
	at := slices.IndexFunc(toks, func(t token) bool { return w.verbs[t.text] })
	if at <= 0 {
		return f, false
	}
	name, ok := toldWords().nameOf(text, toks[:at])
	if !ok {
		return f, false
	}
	f, ok = w.facts[strings.Join(w.content(toks[at+1:]), " ")]
	f.Name = name
	return f, ok
}

// content are the words that say something.
func (w factWords) content(toks []token) []string {
	var words []string
	for _, t := range toks {
		if (t.word || t.number) && !w.fillers[t.text] {
			words = append(words, t.text)
		}
	}
	return words
}
