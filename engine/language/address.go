package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Address is how a text addresses its reader.
type Address string

// The addresses. A text that says neither is Unaddressed, one that says both is MixedAddress.
const (
	Unaddressed  Address = ""
	Familiar     Address = "du"
	Formal       Address = "sie"
	MixedAddress Address = "mixed"
)

//go:embed address.de.yaml
var addressData []byte

// addressFile is the shape of address.de.yaml.
type addressFile struct {
	Du       []string `yaml:"du"`
	Orders   []string `yaml:"orders"`
	Self     []string `yaml:"self"`
	Sie      []string `yaml:"sie"`
	Formal   []string `yaml:"formal"`
	About    []string `yaml:"about"`
	Singular []string `yaml:"singular"`
	Plural   []string `yaml:"plural"`
}

// addressWords are the words of address.de.yaml, folded but for those that need their capital.
type addressWords struct {
	du, orders, self, sie, about, singular, plural map[string]bool
	formal                                         []string
}

// addressLexicon is read once; see timeWords.
var addressLexicon = sync.OnceValue(func() addressWords {
	var f addressFile
	if err := strictYAML(addressData, &f); err != nil {
		panic(err) // it is part of the program
	}
	w := addressWords{
		du: wordSet(f.Du), orders: wordSet(f.Orders), self: wordSet(f.Self), sie: map[string]bool{},
		about: wordSet(f.About), singular: wordSet(f.Singular), plural: wordSet(f.Plural),
	}
	for _, word := range f.Sie {
		w.sie[word] = true
	}
	for _, phrase := range f.Formal {
		w.formal = append(w.formal, key(tokens(compose(phrase))))
	}
	return w
})

// AddressOf tells whether a German text says du or Sie to its reader.
//
// Sie, Ihnen and Ihr count where their capital means something, that is inside
// a sentence. At its beginning they may be she, they or the plural of du: they
// count only without a du in the text and where nobody was spoken of before.
// A small "sie" or "ihr" never counts; "euch" is the plural of du.
func AddressOf(text string) Address {
	r := addressReader{text: compose(text), words: addressLexicon()}
	r.toks = tokens(r.text)
	r.read()
	switch {
	case r.du && r.sie:
		return MixedAddress
	case r.du:
		return Familiar
	case r.sie || r.maybe:
		return Formal
	}
	return Unaddressed
}

// addressReader walks over a text and notes what it finds.
type addressReader struct {
	text           string
	words          addressWords
	toks           []token
	du, sie, maybe bool // maybe: a Sie that begins a sentence
	spoken         int  // words of the longest sentence before the present one
	length         int  // words of the present one
}

func (r *addressReader) read() {
	all := " " + key(r.toks) + " "
	r.sie = slices.ContainsFunc(r.words.formal, func(phrase string) bool { return strings.Contains(all, " "+phrase+" ") })
	for i, t := range r.toks {
		begins := r.begins(i)
		if begins {
			r.spoken, r.length = max(r.spoken, r.length), 0
		}
		if !t.word || i > 0 && r.words.about[r.toks[i-1].text] && r.named(t) {
			continue
		}
		r.length++
		r.word(i, begins)
	}
}

// named tells that a word stands for itself, as in "per Du": it says nothing
// more but the pronoun.
func (r *addressReader) named(t token) bool {
	return t.text == string(Familiar) || t.text == string(Formal)
}

func (r *addressReader) word(i int, begins bool) {
	t := r.toks[i]
	switch {
	case r.words.du[t.text], begins && r.words.orders[t.text] && !r.followed(i, r.words.self):
		r.du = true
	case !r.words.sie[r.text[t.from:t.to]]:
	case r.beside(i, r.words.plural) && r.plain(t):
		r.du = true // "Habt Ihr Zeit?"
	case !begins:
		r.sie = true
	case r.spoken <= mostGreeting && !r.followed(i, r.words.singular):
		r.maybe = true
	}
}

// mostGreeting is how many words a greeting has: nobody else was spoken of in it.
const mostGreeting = 3

// begins tells that a token stands where every word has a capital.
func (r *addressReader) begins(i int) bool {
	before := strings.TrimRight(r.text[:r.toks[i].from], " \t\u00a0\"„“»«'(*_")
	last, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(".!?:…\n–-•", last) || last > unicode.MaxLatin1 && !unicode.IsLetter(last)
}

// plain tells that a token is Ihr without an ending: only that may be a plural.
func (r *addressReader) plain(t token) bool { return len(t.text) == len("ihr") && t.text[0] == 'i' }

func (r *addressReader) beside(i int, words map[string]bool) bool {
	return i > 0 && words[r.toks[i-1].text] || r.followed(i, words)
}

func (r *addressReader) followed(i int, words map[string]bool) bool {
	return i+1 < len(r.toks) && words[r.toks[i+1].text]
}
