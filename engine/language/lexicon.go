package language

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed commands.de.yaml
var commandData []byte

// lexicon is everything commands.de.yaml says, in the form it is looked up.
type lexicon struct {
	alone       map[string]Verb      // by the words joined with spaces
	patterns    map[string][]pattern // by their first word
	slash       map[string]Verb
	fillers     map[string]bool
	pronouns    map[string]bool
	particles   map[string]bool
	titles      map[string]bool
	possessions map[string]bool
	notNames    map[string]bool
	joins       map[string]bool
	everyone    map[string]bool
	both        map[string]bool
	kindly      map[string]bool
	plans       map[string]bool
	ownStop     map[string]bool
	ownWords    map[string]bool
}

// pattern is a phrase that a lead's name may stand beside or inside.
type pattern struct {
	verb  Verb
	head  []string // the words up to where the name stands
	tail  []string // the words behind it, if the name stands inside
	named bool     // it means this only together with a name
}

func (p pattern) size() int { return len(p.head) + len(p.tail) }

// commandFile is the shape of commands.de.yaml.
type commandFile struct {
	Verbs map[Verb]struct {
		Alone, Named, Either, Slash []string
	} `yaml:"verbs"`
	Fillers     []string `yaml:"fillers"`
	Pronouns    []string `yaml:"pronouns"`
	Particles   []string `yaml:"particles"`
	Titles      []string `yaml:"titles"`
	Possessions []string `yaml:"possessions"`
	NotNames    []string `yaml:"not_names"`
	Joins       []string `yaml:"joins"`
	Everyone    []string `yaml:"everyone"`
	Both        []string `yaml:"both"`
	Kindly      []string `yaml:"kindly"`
	Plans       []string `yaml:"plans"`
	OwnStop     []string `yaml:"own_stop"`
	OwnWords    []string `yaml:"own_words"`
}

// commandWords is read once; see timeWords.
var commandWords = sync.OnceValue(func() *lexicon {
	l, err := readCommandWords(commandData)
	if err != nil {
		return &lexicon{}
	}
	return l
})

func readCommandWords(data []byte) (*lexicon, error) {
	var f commandFile
	if err := strictYAML(data, &f); err != nil {
		return nil, err
	}
	l := &lexicon{
		alone: map[string]Verb{}, patterns: map[string][]pattern{}, slash: map[string]Verb{},
		fillers: wordSet(f.Fillers), pronouns: wordSet(f.Pronouns), particles: wordSet(f.Particles), titles: wordSet(f.Titles),
		possessions: wordSet(f.Possessions), notNames: wordSet(f.NotNames),
		joins: wordSet(f.Joins), everyone: wordSet(f.Everyone), both: wordSet(f.Both), kindly: wordSet(f.Kindly), plans: wordSet(f.Plans),
		ownStop: wordSet(f.OwnStop), ownWords: wordSet(f.OwnWords),
	}
	err := l.addVerbs(f)
	for _, list := range l.patterns {
		slices.SortFunc(list, func(a, b pattern) int {
			return cmp.Or(b.size()-a.size(), cmp.Compare(a.verb, b.verb))
		})
	}
	return l, err
}

func (l *lexicon) addVerbs(f commandFile) error {
	var errs []error
	for verb, phrases := range f.Verbs {
		if !verb.known() {
			errs = append(errs, fmt.Errorf("unknown verb %q", verb))
		}
		for _, p := range phrases.Alone {
			errs = append(errs, l.addAlone(verb, p))
		}
		for _, p := range phrases.Either {
			errs = append(errs, l.addPattern(verb, p, false))
			if !strings.Contains(p, "_") {
				errs = append(errs, l.addAlone(verb, p))
			}
		}
		for _, p := range phrases.Named {
			errs = append(errs, l.addPattern(verb, p, true))
		}
		for _, p := range phrases.Slash {
			errs = append(errs, put(l.slash, fold(p), verb))
		}
	}
	return errors.Join(errs...)
}

func (v Verb) known() bool {
	switch v {
	case Done, Answered, Later, OtherText, NoMore, Stop, Resume, List, Help, Undo, Start, Why, About,
		Preview, PauseRun, ResumeRun, CallMe, Settings, Sequences, Templates, ResetTemplates, Privacy, Invite, SortBacklog, Thanks, Greeting:
		return true
	}
	return false
}

func (l *lexicon) addAlone(verb Verb, text string) error {
	return put(l.alone, key(tokens(compose(text))), verb)
}

func put(m map[string]Verb, k string, verb Verb) error {
	if other, ok := m[k]; ok && other != verb {
		return fmt.Errorf("%q stands for %q and %q", k, other, verb)
	}
	m[k] = verb
	return nil
}

func (l *lexicon) addPattern(verb Verb, text string, named bool) error {
	head, tail, _ := strings.Cut(text, "_")
	p := pattern{verb: verb, named: named, head: texts(tokens(compose(head))), tail: texts(tokens(compose(tail)))}
	if len(p.head) == 0 {
		return fmt.Errorf("%q does not begin with a word", text)
	}
	l.patterns[p.head[0]] = append(l.patterns[p.head[0]], p)
	return nil
}

// key joins tokens for looking a whole message up.
func key(toks []token) string {
	return strings.Join(texts(toks), " ")
}

func wordSet(words []string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[fold(w)] = true
	}
	return set
}
