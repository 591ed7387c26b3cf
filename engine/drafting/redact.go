package drafting

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"gopkg.in/yaml.v3"
)

// The placeholders that stand for what a model does not learn. Name and Me come back into what it writes; any other one
// in there is a fault.
const (
	Name    = "⟦NAME⟧"   // the lead
	Me      = "⟦ICH⟧"    // the user
	person  = "⟦PERSON⟧" // anybody else
	link    = "⟦LINK⟧"
	mail    = "⟦MAIL⟧"
	number  = "⟦NUMMER⟧"
	address = "⟦ADRESSE⟧"
)

// marks are the characters that only placeholders have.
const marks = "⟦⟧"

// Known are the names that may stand in a text. A name is as in an address book: all its words count.
type Known struct {
	Lead, User string
	Others     []string
}

// Redactor takes the names of one user and the leads out of texts. It may be used by many goroutines.
type Redactor struct{ words map[string]string } // what stands for a folded word

// NewRedactor returns a redactor for what concerns one lead.
func NewRedactor(k Known) *Redactor {
	r := &Redactor{words: map[string]string{}}
	for _, other := range k.Others {
		r.learn(other, person)
	}
	r.learn(k.User, Me)
	r.learn(k.Lead, Name)
	return r
}

// shortestName is how many letters a word of a name has that is looked for.
const shortestName = 2

func (r *Redactor) learn(name, placeholder string) {
	for word := range strings.FieldsFuncSeq(name, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if len([]rune(word)) >= shortestName && !spoken().Titles[strings.ToLower(word)] {
			r.words[strings.ToLower(word)] = placeholder
		}
	}
}

// Redact returns a text without anything that tells who is meant; false for one that speaks of somebody's health, which
// goes nowhere.
func (r *Redactor) Redact(text string) (safe string, ok bool) {
	return r.without(text, strings.NewReplacer("⟦", "(", "⟧", ")"))
}

// Again returns what a model wrote as it may be told to one: as with Redact, but with the placeholders of names. It is
// empty where nothing of it may be told.
func (r *Redactor) Again(wrote string) string {
	text, _ := r.without(wrote, strings.NewReplacer(Name, Name, Me, Me, "⟦", "(", "⟧", ")"))
	return text
}

func (r *Redactor) without(text string, marks *strings.Replacer) (safe string, ok bool) {
	text = plain(text)
	if Health(text) {
		return "", false
	}
	text = marks.Replace(text)
	text = mails.ReplaceAllString(text, " "+mail)
	text = links.ReplaceAllString(text, link)
	text = disguised.ReplaceAllString(text, " "+link+" ")
	text = chains.ReplaceAllString(text, number)
	text = ibans.ReplaceAllStringFunc(text, numbered)
	text = streets.ReplaceAllStringFunc(text, placed)
	text = numbers.ReplaceAllStringFunc(text, numbered)
	return r.names(strings.TrimSpace(withoutRows(text))), true
}

// fewestDigits is from how many digits on a number is one that tells who or where somebody is: prices, years and times
// of day have less.
const fewestDigits = 6

func numbered(found string) string {
	if digitsIn(dates.ReplaceAllString(found, "")) < fewestDigits {
		return found
	}
	return number
}

func digitsIn(text string) (n int) {
	for _, c := range text {
		if unicode.IsDigit(c) {
			n++
		}
	}
	return n
}

// placed puts a placeholder in the place of an address; an amount, such as 1500 Euro, is none.
func placed(found string) string {
	if figure, word, _ := strings.Cut(found, " "); digitsIn(figure) == len(figure) && spoken().Units[strings.ToLower(strings.TrimSpace(word))] {
		return found
	}
	return address
}

// names puts placeholders in the place of names. A known first name in small letters is found, too; another word that
// is also somebody's name, such as Lang or Gut, only with its capital.
func (r *Redactor) names(text string) string {
	inside := 0 // of a placeholder
	var out strings.Builder
	last := 0
	for _, at := range words.FindAllStringIndex(text, -1) {
		between := text[last:at[0]]
		inside += strings.Count(between, "⟦") - strings.Count(between, "⟧")
		out.WriteString(between)
		word := text[at[0]:at[1]]
		if inside == 0 {
			word = r.instead(word)
		}
		out.WriteString(word)
		last = at[1]
	}
	out.WriteString(text[last:])
	return whole().ReplaceAllString(out.String(), Name)
}

// whole finds the name of the lead with all its words and the titles before it: one placeholder stands for them.
var whole = sync.OnceValue(func() *regexp.Regexp {
	var titles []string
	for title := range spoken().Titles {
		titles = append(titles, regexp.QuoteMeta(title))
	}
	slices.Sort(titles)
	return regexp.MustCompile(`(?i)(?:\b(?:` + strings.Join(titles, "|") + `)\.?\s+)*` + Name + `(?:[\s-]+` + Name + `)*`)
})

func (r *Redactor) instead(word string) string {
	lower := strings.ToLower(word)
	first, _ := firstRune(word)
	for _, form := range []string{lower, strings.TrimSuffix(lower, "s")} {
		placeholder, known := r.words[form]
		common := spoken().Common[form]
		switch {
		case known && (placeholder == Name || !common || unicode.IsUpper(first)):
			return placeholder
		case !known && unicode.IsUpper(first) && spoken().Names[form]:
			return person
		}
	}
	return word
}

func firstRune(s string) (rune, bool) {
	for _, c := range s {
		return c, true
	}
	return 0, false
}

// Health reports whether a text speaks of somebody's health.
func Health(text string) bool {
	for _, word := range words.FindAllString(strings.ToLower(text), -1) {
		for _, stem := range spoken().Health {
			if strings.HasPrefix(word, stem) {
				return true
			}
		}
		for _, end := range spoken().Ailments {
			if strings.HasSuffix(word, end) && len(word) > len(end) {
				return true
			}
		}
	}
	return false
}

//go:embed words.de.yaml
var wordsYAML []byte

// vocabulary are the words of words.de.yaml.
type vocabulary struct {
	Health, Ailments             []string
	Titles, Common, Names, Units map[string]bool
	Digits, Between              map[string]bool
	Greetings, Closings          map[string][]string
	German                       map[string]bool
	Orders, Payments             []string
	Letters                      string // that only German has
}

// spoken is read once.
var spoken = sync.OnceValue(func() vocabulary {
	var file struct {
		Health, Ailments, Orders, Payments            []string
		Titles, Common, Names, Units, German, Letters string
		Digits, Between                               string
		Greetings, Closings                           map[string][]string
	}
	if err := yaml.Unmarshal(wordsYAML, &file); err != nil {
		panic(err) // it is part of the program
	}
	return vocabulary{
		Health: file.Health, Ailments: file.Ailments, Orders: file.Orders, Payments: file.Payments, Titles: set(file.Titles), Common: set(file.Common),
		Digits: set(file.Digits), Between: set(file.Between),
		Names: set(file.Names), Units: set(file.Units), German: set(file.German), Letters: file.Letters, Greetings: file.Greetings, Closings: file.Closings,
	}
})

func set(words string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		all[strings.ToLower(word)] = true
	}
	return all
}
