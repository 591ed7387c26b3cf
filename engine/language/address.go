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
	Ihr      []string `yaml:"ihr"`
	Orders   []string `yaml:"orders"`
	Self     []string `yaml:"self"`
	Sie      []string `yaml:"sie"`
	Formal   []string `yaml:"formal"`
	About    []string `yaml:"about"`
	Singular []string `yaml:"singular"`
	Plural   []string `yaml:"plural"`

	Titles  map[string]string `yaml:"titles"`
	Degrees []string          `yaml:"degrees"`
}

// addressWords are the words of address.de.yaml, folded but for those that need their capital.
type addressWords struct {
	du, ihr, orders, self, sie, about, singular, plural map[string]bool
	formal                                              [][]string
	titles                                              map[string]string
	degrees                                             map[string]bool
}

// addressLexicon is read once; see timeWords.
var addressLexicon = sync.OnceValue(func() addressWords {
	var f addressFile
	if err := strictYAML(addressData, &f); err != nil {
		panic(err) // it is part of the program
	}
	w := addressWords{
		du: wordSet(f.Du), ihr: wordSet(f.Ihr), orders: wordSet(f.Orders), self: wordSet(f.Self), sie: map[string]bool{},
		about: wordSet(f.About), singular: wordSet(f.Singular), plural: wordSet(f.Plural), formal: phrases(f.Formal),
		titles: f.Titles, degrees: map[string]bool{},
	}
	for _, word := range f.Sie {
		w.sie[word] = true
	}
	for _, word := range f.Degrees {
		w.degrees[word] = true
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
	r := readAddress(text)
	return addressBy(r.du || r.shown.du, r.sie || r.shown.sie, r.maybe)
}

// AddressShown is how a message of a chat shows that two people address each other. It counts less than AddressOf: no
// order, no plural, no Ihr, no Sie that begins a sentence. Those may mean others, and in a chat nobody checks the capitals.
func AddressShown(text string) Address {
	r := readAddress(text)
	return addressBy(r.shown.du, r.shown.sie, false)
}

func addressBy(du, sie, maybe bool) Address {
	switch {
	case du && sie:
		return MixedAddress
	case du:
		return Familiar
	case sie || maybe:
		return Formal
	}
	return Unaddressed
}

const (
	mostShown    = 5    // messages that count
	longestShown = 1000 // bytes: a longer one is mostly copied from elsewhere, and so is its address
)

// AddressAmong is how two people address each other by the messages of their chat, the newest last: as most of the last
// few do that show it, or the last of them where it is even. One message alone may quote somebody.
func AddressAmong(messages []string) Address {
	shown, sum, last := 0, 0, Unaddressed
	for i := len(messages) - 1; i >= 0 && shown < mostShown; i-- {
		if len(messages[i]) > longestShown {
			continue
		}
		found := AddressShown(messages[i])
		switch found {
		case Familiar:
			sum++
		case Formal:
			sum--
		default:
			continue
		}
		shown++
		if last == Unaddressed {
			last = found
		}
	}
	switch {
	case sum > 0:
		return Familiar
	case sum < 0:
		return Formal
	}
	return last
}

// addressReader walks over a text and notes what it finds.
type addressReader struct {
	text           string
	words          addressWords
	toks           []token
	du, sie, maybe bool                   // maybe: a Sie that begins a sentence
	shown          struct{ du, sie bool } // what can hardly mean anything else
	spoken         int                    // words of the longest sentence before the present one
	length         int                    // words of the present one
}

func readAddress(text string) addressReader {
	r := addressReader{text: compose(text), words: addressLexicon()}
	r.toks = tokens(r.text)
	for i, t := range r.toks {
		begins := r.begins(i)
		if begins {
			r.spoken, r.length = max(r.spoken, r.length), 0
			r.shown.sie = r.shown.sie || r.greets(i)
		}
		if !t.word || r.named(i) {
			continue
		}
		r.length++
		r.word(i, begins)
	}
	return r
}

// greets tells that a sentence begins with what is said to a Sie only.
func (r *addressReader) greets(i int) bool {
	return slices.ContainsFunc(r.words.formal, func(phrase []string) bool {
		for j, word := range phrase {
			if i+j >= len(r.toks) || r.toks[i+j].text != word {
				return false
			}
		}
		return true
	})
}

// named tells that a word stands for itself, as in "per Du", and addresses nobody. In "etwas, das Sie abhält" it does.
func (r *addressReader) named(i int) bool {
	if text := r.toks[i].text; i == 0 || text != string(Familiar) && text != string(Formal) {
		return false
	}
	return r.words.about[r.toks[i-1].text] && (i < 2 || r.toks[i-2].text != ",")
}

func (r *addressReader) word(i int, begins bool) {
	t := r.toks[i]
	switch {
	case r.words.du[t.text]:
		r.shown.du = true
	case r.words.ihr[t.text], begins && r.words.orders[t.text] && !r.followed(i, r.words.self):
		r.du = true
	case !r.words.sie[r.text[t.from:t.to]]:
	case r.beside(i, r.words.plural) && r.plain(t):
		r.du = true // "Habt Ihr Zeit?"
	case !begins && r.plain(t):
		r.sie = true
	case !begins:
		r.shown.sie = true
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
