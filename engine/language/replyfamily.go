package language

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"sync"
)

//go:embed replies.de.yaml
var replyData []byte

//go:embed reply_rules.de.yaml
var replyRuleData []byte

// family is a number for the words that mean the same; families is a set of them.
type (
	family   uint16
	families [mostFamilies / 64]uint64
)

// mostFamilies bounds those named in the data and the single words that rules name.
const mostFamilies = 1280

func (s *families) add(f family)      { s[f/64] |= 1 << (f % 64) }
func (s *families) has(f family) bool { return s[f/64]&(1<<(f%64)) != 0 }

func (s *families) addAll(other *families) {
	for i := range s {
		s[i] |= other[i]
	}
}

func (s *families) meets(other *families) bool {
	for i := range s {
		if s[i]&other[i] != 0 {
			return true
		}
	}
	return false
}

// Families that no list of words fills.
const (
	famTime    family = iota // part of a time that can be acted on
	famClock                 // the same, with a time of day
	famNumber                // digits
	famWord                  // any word
	famStrange               // a word that nothing is known of: mostly a name
	famBuiltIn
)

// replyWords is what replies.de.yaml and reply_rules.de.yaml say, in the form it is looked up.
type replyWords struct {
	ids      map[string]family
	exact    map[string]*families     // as folded
	single   map[string]*families     // doubled letters taken for one, as in all below
	begins   map[string]*families     // beginnings of words
	ends     map[string]*families     // endings
	phrases  map[string][]replyPhrase // by their first word
	swapped  map[string]string        // a word with two letters changed over, and the word
	near     map[byte][]string        // words long enough to be corrected, by first letter
	eager    map[byte][]string        // shorter ones that matter so much that they are corrected, too
	derived  []derivation
	stopping families // without one of them examples alone tell of no stop that is sure
	refusing families // without one of them examples alone tell of no opt-out
	limited  []saying // with one of them a part of a reply is no stop by itself
	away     []saying // with one of them "until Sunday" means the day after
	named    families // those of replies.de.yaml and the built-in ones
	hashes   []uint32 // of their names
	rules    []replyRule
}

type replyPhrase struct {
	words []string
	fams  families
	hides bool // its words mean nothing by themselves
	open  bool // its last word is the beginning of one
}

// replyVocabulary is read once; a test holds that it loads.
var replyVocabulary = sync.OnceValue(func() *replyWords {
	w, err := readReplyWords(replyData, replyRuleData)
	if err != nil {
		panic(err) // it is part of the program, and without it no stop would be found
	}
	return w
})

func readReplyWords(data, rules []byte) (*replyWords, error) {
	var f struct{ Families map[string][]string }
	if err := strictYAML(data, &f); err != nil {
		return nil, err
	}
	w := &replyWords{
		ids:   map[string]family{"TIME": famTime, "CLOCK": famClock, "NUMBER": famNumber, "WORD": famWord, "STRANGE": famStrange},
		exact: map[string]*families{}, single: map[string]*families{}, begins: map[string]*families{},
		ends: map[string]*families{}, phrases: map[string][]replyPhrase{},
		swapped: map[string]string{}, near: map[byte][]string{}, eager: map[byte][]string{},
	}
	var errs []error
	for _, name := range sortedKeys(f.Families) {
		id, err := w.newFamily(name)
		errs = append(errs, err)
		for _, entry := range f.Families[name] {
			errs = append(errs, w.addEntry(entry, id))
		}
	}
	w.nameFamilies()
	w.inherit()
	errs = append(errs, w.addRules(rules))
	w.indexTypos()
	return w, errors.Join(errs...)
}

func (w *replyWords) newFamily(name string) (family, error) {
	if len(w.ids) >= mostFamilies {
		return 0, errors.New("too many families")
	}
	if _, ok := w.ids[name]; ok {
		return 0, fmt.Errorf("the family %s stands twice", name)
	}
	id := family(len(w.ids))
	w.ids[name] = id
	return id, nil
}

// addEntry adds a word, a beginning, an ending or a phrase to a family.
func (w *replyWords) addEntry(entry string, id family) error {
	text, eager := strings.CutPrefix(entry, "~")
	text, hides := strings.CutPrefix(text, "=")
	begin, isBegin := strings.CutSuffix(text, "*")
	ending, isEnd := strings.CutPrefix(text, "*")
	words := texts(tokens(compose(strings.ReplaceAll(text, "*", ""))))
	switch {
	case len(words) == 0:
		return fmt.Errorf("an empty entry %q", entry)
	case len(words) > 1 || hides:
		w.addPhrase(replyPhrase{words: words, hides: hides, open: isBegin}, id)
	case isBegin:
		enter(w.begins, squash(fold(begin)), id)
	case isEnd:
		enter(w.ends, squash(fold(ending)), id)
	default:
		enter(w.exact, words[0], id)
		enter(w.single, squash(words[0]), id)
		if eager {
			w.eager[words[0][0]] = append(w.eager[words[0][0]], squash(words[0]))
		}
	}
	return nil
}

func enter(m map[string]*families, word string, id family) {
	if m[word] == nil {
		m[word] = &families{}
	}
	m[word].add(id)
}

func (w *replyWords) addPhrase(p replyPhrase, id family) {
	for i := range p.words {
		p.words[i] = squash(p.words[i])
	}
	p.fams.add(id)
	w.phrases[p.words[0]] = append(w.phrases[p.words[0]], p)
}

// literal gives the family of a single word that a rule names. The word keeps what its beginning means.
func (w *replyWords) literal(word string) (family, error) {
	if id, ok := w.ids[word]; ok {
		return id, nil
	}
	known := w.known(fold(word))
	id, err := w.newFamily(word)
	for _, m := range []struct {
		words map[string]*families
		word  string
	}{{w.exact, fold(word)}, {w.single, squash(fold(word))}} {
		if m.words[m.word] == nil {
			m.words[m.word] = &families{}
			if known != nil {
				*m.words[m.word] = *known
			}
		}
		m.words[m.word].add(id)
	}
	return id, err
}

// squash takes repeated letters for one: "stoppp" and "stop" are the same.
func squash(word string) string {
	for i := 1; i < len(word); i++ {
		if word[i] == word[i-1] {
			return squashed(word)
		}
	}
	return word
}

func squashed(word string) string {
	out := make([]byte, 0, len(word))
	for i := range len(word) {
		if i == 0 || word[i] != word[i-1] || word[i] >= 0x80 {
			out = append(out, word[i])
		}
	}
	return string(out)
}
