package language

import "slices"

// addressing are the words by which a user tells how a lead is addressed.
type addressing struct {
	phrases     []addressPhrase // the longest first
	not, beside map[string]bool
}

type addressPhrase struct {
	words []string
	form  Address
}

// addressingFile is their part of facts.de.yaml.
type addressingFile struct{ Du, Sie, Not, Beside []string }

func (f addressingFile) words() addressing {
	a := addressing{not: wordSet(f.Not), beside: wordSet(f.Beside)}
	for form, all := range map[Address][]string{Familiar: f.Du, Formal: f.Sie} {
		for _, words := range phrases(all) {
			a.phrases = append(a.phrases, addressPhrase{words, form})
		}
	}
	slices.SortStableFunc(a.phrases, func(x, y addressPhrase) int { return len(y.words) - len(x.words) })
	return a
}

// Forms are what a Fact about AboutAddress says, and Titles what it calls the lead where it does: Value is a place in Forms
// and, times TitleStep, one in Titles.
var (
	Forms  = [...]Address{1: Familiar, 2: Formal}
	Titles = [...]string{1: "Frau", 2: "Herr"}
)

// TitleStep is above the number of ways in which it can be known how a lead is addressed.
const TitleStep = 10

// TitleIn is the title, Frau or Herr, by which a message calls somebody of a name: "Guten Tag Frau Dr. Berger". Nothing
// else tells it: nobody's sex is guessed.
func TitleIn(message, name string) string {
	words, names := addressLexicon(), tokens(compose(name))
	if len(message) > longestShown || len(names) == 0 {
		return ""
	}
	surname, toks := names[len(names)-1].text, tokens(compose(message))
	for i, t := range toks {
		j := i + 1
		for j < len(toks) && words.degrees[toks[j].text] {
			j++
		}
		if title := words.titles[t.text]; title != "" && j < len(toks) && toks[j].text == surname {
			return title
		}
	}
	return ""
}

// factOf reads how the user addresses a lead: "Lisa siezen", "ich sieze Frau Berger", "wir sind per du". The name may
// stand anywhere, and without one the lead is meant whose card lies open. Whatever else is said makes it another sentence.
func (a addressing) factOf(text string) (f Fact, ok bool) {
	toks := slices.DeleteFunc(tokens(text), func(t token) bool { return !t.word && !t.number })
	at, phrase := a.find(toks)
	if at < 0 {
		return f, false
	}
	form := phrase.form
	var name []token
	for i, t := range toks {
		switch {
		case i >= at && i < at+len(phrase.words), a.beside[t.text]:
		case a.not[t.text] && form == Familiar:
			form = Formal
		case a.not[t.text]:
			form = Familiar
		case t.number, len(name) > 0 && toks[i-1].from != name[len(name)-1].from:
			return f, false
		default:
			name = append(name, t)
		}
	}
	f = Fact{About: AboutAddress, Value: slices.Index(Forms[:], form)}
	if len(name) > 0 {
		if title := addressLexicon().titles[name[0].text]; title != "" && form == Formal {
			f.Value += TitleStep * slices.Index(Titles[:], title)
		}
		f.Name, ok = toldWords().nameOf(text, name)
		return f, ok
	}
	return f, true
}

// find is where a phrase stands, -1 where there is none.
func (a addressing) find(toks []token) (at int, phrase addressPhrase) {
	for _, phrase := range a.phrases {
		for i := range len(toks) - len(phrase.words) + 1 {
			same := func(t token, word string) bool { return t.text == word }
			if slices.EqualFunc(toks[i:i+len(phrase.words)], phrase.words, same) {
				return i, phrase
			}
		}
	}
	return -1, phrase
}
