package engine

import (
	"slices"
	"strings"
	"unicode"

	"github.com/salesflow/salesflow/engine/drafting"
)

// titles stand before names in address books.
var titles = map[string]bool{
	"herr": true, "herrn": true, "hr.": true, "frau": true, "fr.": true, "dr.": true, "dr": true, "prof.": true, "prof": true,
}

// salutations are the titles that say how a person is addressed.
var salutations = map[string]string{"herr": "Herr", "herrn": "Herr", "hr.": "Herr", "frau": "Frau", "fr.": "Frau"}

// particles begin a surname of several words.
var particles = map[string]bool{
	"von": true, "vom": true, "van": true, "de": true, "den": true, "der": true, "di": true, "da": true, "del": true,
	"zu": true, "zum": true, "zur": true, "ten": true, "ter": true, "la": true, "le": true, "el": true, "al": true,
}

// firstName is how a person is spoken of: the first word of a name that is neither a title nor anything that no name has
// or, where only a surname is known, that with its title. A name may come from whoever sent a vCard, and stands in what
// users send: a link, a number or letters that nobody sees do not.
func firstName(name string) string {
	if onlySurname(name) {
		return formalName(name)
	}
	for word := range strings.FieldsSeq(drafting.Visible(name)) {
		if titles[strings.ToLower(word)] || strings.ContainsAny(word, "0123456789@/") {
			continue
		}
		word = strings.TrimFunc(word, func(c rune) bool { return !unicode.IsLetter(c) })
		if word != "" && len(word) <= longestWord && !strings.ContainsFunc(word, odd) {
			return word
		}
	}
	return ""
}

// longestWord is how many bytes a word of a name has at most.
const longestWord = 40

// longestName is how many words a name has at most that is said in full.
const longestName = 4

// formalName is how a person is addressed with Sie: "Frau Berger" or "Herr Dr. von Berg" where a title says so, else
// the whole name, "Lisa Berger", since nobody's sex is guessed. A single name may be the first as well as the last one:
// both "Hallo Lisa, haben Sie" and "Hallo Berger" would sound odd, so it is left out like one that is none.
func formalName(name string) string {
	salutation, degrees, names := splitName(name)
	switch {
	case len(names) > longestName, len(names) == 0, len(names) == 1 && salutation == "" && len(degrees) == 0:
		return ""
	case salutation != "":
		names = surname(names)
		degrees = append([]string{salutation}, degrees...)
	}
	return strings.Join(append(degrees, names...), " ")
}

// onlySurname reports whether a name is a title and one name, which is then the surname.
func onlySurname(name string) bool {
	salutation, degrees, names := splitName(name)
	return (salutation != "" || len(degrees) > 0) && len(surname(names)) == len(names) && len(names) > 0
}

// splitName takes a name as address books have it apart. What stands behind it, like a place or a picture, is none of it:
// "Berger, Lisa" looks like "Lisa, Messe".
func splitName(name string) (salutation string, degrees, names []string) {
	name, _, _ = strings.Cut(drafting.Visible(name), ",")
	for word := range strings.FieldsSeq(name) {
		lower := strings.ToLower(word)
		switch {
		case len(names) == 0 && salutations[lower] != "":
			salutation = salutations[lower]
		case len(names) == 0 && titles[lower]:
			degrees = append(degrees, word)
		case !isName(word):
			return salutation, degrees, names
		default:
			names = append(names, word)
		}
	}
	return salutation, degrees, names
}

// isName reports whether a word can be part of a name that is said: no initial, number or picture.
func isName(word string) bool {
	return len([]rune(word)) > 1 && len(word) <= longestWord && !strings.ContainsFunc(word, odd)
}

// odd reports whether a character is in no word of a name.
func odd(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune("-'’", r)
}

// surname is the last of several names, with what belongs to it.
func surname(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	if at := slices.IndexFunc(names, func(word string) bool { return particles[strings.ToLower(word)] }); at >= 0 && at < len(names)-1 {
		return names[at:]
	}
	return names[len(names)-1:]
}

// calledIn is how a person is called in a message that says Sie, or du; empty where the name is none.
func calledIn(name string, formal bool) string {
	switch {
	case formal:
		return formalName(name)
	case onlySurname(name): // du and a surname do not go together
		return ""
	}
	return firstName(name)
}
