package drafting

import (
	"regexp"
	"strings"
	"unicode"
)

// Fault is what is wrong with a text that a model wrote.
type Fault string

// The faults. Each is said to the model once, in the words of the prompt's file.
const (
	Empty       Fault = "empty"
	TooLong     Fault = "too_long"
	Invisible   Fault = "invisible" // it has characters that show nothing
	Markup      Fault = "markup"    // HTML, Markdown, code
	HasLink     Fault = "link"
	HasNumber   Fault = "number" // a phone number, an account, an address
	Pays        Fault = "pays"   // it speaks of paying, of which nobody had spoken
	Placeholder Fault = "placeholder"
	NoName      Fault = "name"    // it has a name of somebody else
	NotGerman   Fault = "german"  // it is in another language
	Speaks      Fault = "speaks"  // it speaks of itself, of its orders, or explains what it wrote
	Repeats     Fault = "repeats" // it goes on and on
)

// Bounds are what a text must keep to.
type Bounds struct {
	Longest int    // characters
	Given   string // the text it was to write anew: links and numbers in there are the user's own
}

var markup = regexp.MustCompile("(?i)<[a-z/!?]|[\\[\\]{}|]|&(?:[a-z]{2,8}|#x?[0-9a-f]+);|%[0-9a-f]{2}|\\\\[a-z0-9]|```|\\*\\*|__|^\\s*[#>]|^\\s*[-*] .*\\n\\s*[-*] |javascript:|data:[a-z]+/")

// Review finds what is wrong with a text as it came from a model, with its placeholders. What it lets pass may still
// break the rules of language and compliance.
func (r *Redactor) Review(text string, b Bounds) []Fault {
	var faults []Fault
	check := func(bad bool, f Fault) {
		if bad {
			faults = append(faults, f)
		}
	}
	seen := Visible(text)
	check(seen == "", Empty)
	check(len([]rune(seen)) > b.Longest, TooLong)
	if len(seen) > mostReviewed {
		return faults
	}
	lower, folded, given := strings.ToLower(seen), plain(seen), plain(b.Given)
	check(seen != strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) || stacked(seen), Invisible)
	check(markup.MatchString(seen), Markup)
	check(hasLink(folded, given), HasLink)
	check(hasNumber(folded, given), HasNumber)
	check(hasWord(strings.ToLower(folded), strings.ToLower(given), spoken().Payments), Pays)
	check(strings.ContainsAny(strings.NewReplacer(Name, "", Me, "").Replace(seen), marks), Placeholder)
	check(r.tells(seen), NoName)
	check(!German(seen) || foreign(seen), NotGerman)
	check(says(lower, spoken().Orders), Speaks)
	check(repeats(lower), Repeats)
	return faults
}

// mostReviewed is up to how many bytes a text is looked at more closely; none that long passes.
const mostReviewed = 8 << 10

// hasLink reports whether a text has a link or an address that was not given.
func hasLink(text, given string) bool {
	for _, form := range []*regexp.Regexp{links, mails, disguised, linkish} {
		if hasNew(text, given, form) {
			return true
		}
	}
	return false
}

// hasNumber reports whether a text has a number, an account or the address of a house that was not given.
func hasNumber(text, given string) bool {
	for _, form := range []*regexp.Regexp{ibans, streets, numbers, chains, keys} {
		if hasNew(text, given, form) {
			return true
		}
	}
	for _, row := range rows(text) {
		if !strings.Contains(given, text[row[0]:row[1]]) {
			return true
		}
	}
	return false
}

// hasNew reports whether a text has something of a form that was not given.
func hasNew(text, given string, form *regexp.Regexp) bool {
	for _, found := range form.FindAllString(text, -1) {
		if harmless(found, form) {
			continue
		}
		if !strings.Contains(given, strings.TrimRight(strings.TrimSpace(found), ".,;:!?)")) {
			return true
		}
	}
	return false
}

// harmless reports whether what has a form is something else.
func harmless(found string, form *regexp.Regexp) bool {
	switch form {
	case streets:
		return placed(found) == found
	case ibans, numbers:
		return numbered(found) == found
	case keys:
		return !keyed(found)
	}
	return false
}

// hasWord reports whether a text has a word that begins in one of some ways, which was not given.
func hasWord(lower, given string, stems []string) bool {
	for _, word := range words.FindAllString(lower, -1) {
		for _, stem := range stems {
			if strings.HasPrefix(word, stem) && !strings.Contains(given, stem) {
				return true
			}
		}
	}
	return false
}

// tells reports whether a text has a name that the model cannot have from us.
func (r *Redactor) tells(text string) bool {
	out := r.names(text)
	return strings.Count(out, person) > strings.Count(text, person) ||
		strings.Count(out, Name) > strings.Count(text, Name) || strings.Count(out, Me) > strings.Count(text, Me)
}

// German reports whether a text is German, as far as a few words tell: of a short one at least one of its words, of a
// longer one a fifth of them is a small German one.
func German(text string) bool {
	all := words.FindAllString(strings.ToLower(text), -1)
	german := 0
	for _, word := range all {
		if spoken().German[word] || strings.ContainsAny(word, spoken().Letters) {
			german++
		}
	}
	return len(all) < 3 || german > 0 && 5*german >= len(all)
}

func says(lower string, phrases []string) bool {
	for _, phrase := range phrases {
		if strings.Contains(lower, phrase) {
			return true
		}
	}
	return false
}

// repeats reports whether a text says one of its longer lines or sentences three times.
func repeats(lower string) bool {
	count := map[string]int{}
	for part := range strings.FieldsFuncSeq(lower, func(c rune) bool { return strings.ContainsRune(".!?\n", c) }) {
		part = strings.TrimFunc(part, func(c rune) bool { return !unicode.IsLetter(c) })
		if count[part]++; len(part) > 12 && count[part] > 2 {
			return true
		}
	}
	return false
}

// Restore puts the names into a text that a model wrote. A name that is none takes the space or the comma before it along.
func Restore(text, lead, user string) string {
	text = restore(Visible(text), Name, lead)
	return restore(text, Me, user)
}

func restore(text, placeholder, name string) string {
	if name == "" {
		text = strings.ReplaceAll(text, " "+placeholder, "")
	}
	return strings.ReplaceAll(text, placeholder, name)
}
