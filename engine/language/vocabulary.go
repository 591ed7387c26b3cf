package language

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"gopkg.in/yaml.v3"
)

//go:embed time.de.yaml
var timeData []byte

// vocabulary is everything time.de.yaml says, in the form it is looked up.
type vocabulary struct {
	phrases map[string][]phrase // by first word, longest first
	single  map[byte][]string   // one-word phrases long enough to be corrected
	parts   []dayPart
	feasts  []feastDay
	free    map[string][]feastDay // by country
	zones   map[string]string     // the country of a zone
	right   map[string]bool       // words that are no typo
}

type phrase struct {
	words   []string
	symbols []symbol // last counts tokens from the first one of the phrase
}

// dayPart is a part of the day, all in minutes after midnight.
type dayPart struct {
	at    int // what it means by itself; -1 when it says too little
	from  int // a time of day named with it lies between from
	until int // and until
}

// timeFile is the shape of time.de.yaml.
type timeFile struct {
	Words    map[string]map[int][]string `yaml:"words"`
	Ordinals []string                    `yaml:"ordinals"`
	Endings  []string                    `yaml:"ordinal_endings"`
	Parts    []struct {
		At, From, Until string
		Words           []string
	} `yaml:"parts"`
	Feasts []struct {
		Date   string
		Easter *int
		Last   *time.Weekday
		Step   int
		Before int
		After  int
		Block  bool
		Free   []string
		Words  []string
	} `yaml:"feasts"`
	Blocks  []string          `yaml:"all_feasts"`
	Next    []string          `yaml:"next_feast"`
	Zones   map[string]string `yaml:"zones"`
	NoTypos []string          `yaml:"no_typos"`
	Aliases map[string]string `yaml:"aliases"`
	Joined  []string          `yaml:"joined"`

	MonthParts map[string][]string `yaml:"month_parts"`
}

// timeWords is read once. The data is part of the program and a test holds
// that it loads; were it broken, nothing would be understood and users asked.
var timeWords = sync.OnceValue(func() *vocabulary {
	v, err := readTimeWords(timeData)
	if err != nil {
		return &vocabulary{}
	}
	return v
})

func strictYAML(data []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return err
	}
	if err := d.Decode(new(any)); !errors.Is(err, io.EOF) {
		return errors.New("more than one document")
	}
	return nil
}

func readTimeWords(data []byte) (*vocabulary, error) {
	var f timeFile
	if err := strictYAML(data, &f); err != nil {
		return nil, err
	}
	v := &vocabulary{phrases: map[string][]phrase{}, single: map[byte][]string{}, free: map[string][]feastDay{}, zones: f.Zones, right: wordSet(f.NoTypos)}
	errs := []error{v.addWords(f), v.addOrdinals(f), v.addParts(f), v.addFeasts(f)}
	errs = append(errs, v.addAliases(f), v.addJoined(f))
	v.index()
	return v, errors.Join(errs...)
}

func (v *vocabulary) addWords(f timeFile) error {
	names := kindNames()
	var errs []error
	for name, values := range f.Words {
		k, ok := names[name]
		if !ok {
			errs = append(errs, fmt.Errorf("unknown kind %q", name))
		}
		for value, words := range values {
			errs = append(errs, v.addAll(words, symbol{kind: k, value: value}))
		}
	}
	return errors.Join(errs...)
}

func (v *vocabulary) addOrdinals(f timeFile) error {
	var errs []error
	for i, stem := range f.Ordinals {
		for _, ending := range f.Endings {
			errs = append(errs, v.add(stem+ending, symbol{kind: ordinal, value: i + 1}))
		}
	}
	return errors.Join(errs...)
}

func (v *vocabulary) addParts(f timeFile) error {
	var errs []error
	for i, p := range f.Parts {
		at, err1 := clockMinutes(p.At)
		from, err2 := clockMinutes(p.From)
		until, err3 := clockMinutes(p.Until)
		v.parts = append(v.parts, dayPart{at: at, from: from, until: until})
		errs = append(errs, err1, err2, err3, v.addAll(p.Words, symbol{kind: part, value: i}))
	}
	return errors.Join(errs...)
}

func (v *vocabulary) addFeasts(f timeFile) error {
	var errs []error
	for i, e := range f.Feasts {
		d := feastDay{easter: e.Easter, last: e.Last, step: e.Step, before: e.Before, after: e.After, block: e.Block}
		if e.Easter == nil {
			t, err := time.Parse("01-02", e.Date)
			errs = append(errs, err)
			d.month, d.day = t.Month(), t.Day()
		}
		v.feasts = append(v.feasts, d)
		for _, country := range e.Free {
			v.free[country] = append(v.free[country], d)
		}
		errs = append(errs, v.addAll(e.Words, symbol{kind: feast, value: i}))
	}
	errs = append(errs, v.addAll(f.Blocks, symbol{kind: feast, value: allFeasts}))
	return errors.Join(append(errs, v.addAll(f.Next, symbol{kind: feast, value: nextFeast}))...)
}

// clockMinutes reads "08:30" as minutes after midnight and "" as -1.
func clockMinutes(s string) (int, error) {
	if s == "" {
		return -1, nil
	}
	var h, m int
	_, err := fmt.Sscanf(s, "%d:%d", &h, &m)
	return h*60 + m, err
}

func (v *vocabulary) addAll(phrases []string, s symbol) error {
	var errs []error
	for _, p := range phrases {
		errs = append(errs, v.add(p, s))
	}
	return errors.Join(errs...)
}

func (v *vocabulary) add(text string, s symbol) error {
	words := texts(tokens(compose(text)))
	s.text, s.last = strings.Join(words, " "), len(words)-1
	return v.addPhrase(phrase{words: words, symbols: []symbol{s}})
}

func (v *vocabulary) addPhrase(p phrase) error {
	if len(p.words) == 0 {
		return errors.New("an empty phrase")
	}
	key := p.words[0]
	for i, other := range v.phrases[key] {
		if slices.Equal(other.words, p.words) {
			return fmt.Errorf("%q stands twice", strings.Join(p.words, " "))
		}
		if len(other.words) < len(p.words) {
			v.phrases[key] = slices.Insert(v.phrases[key], i, p)
			return nil
		}
	}
	v.phrases[key] = append(v.phrases[key], p)
	return nil
}

// index collects the words that a typo is compared with.
func (v *vocabulary) index() {
	for word, list := range v.phrases {
		if len(list[len(list)-1].words) == 1 && len(word) >= shortestTypo {
			v.single[word[0]] = append(v.single[word[0]], word)
		}
	}
}

func texts(toks []token) []string {
	out := make([]string, len(toks))
	for i, t := range toks {
		out[i] = t.text
	}
	return out
}
