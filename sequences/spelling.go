package sequences

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// respelt is a condition in the spelling of the expression language, with the place of each of its letters in what
// was written.
type respelt struct {
	written []rune
	text    strings.Builder
	places  []int
}

func (s *respelt) write(text string, at int) {
	for _, r := range text {
		s.text.WriteRune(r)
		s.places = append(s.places, at)
	}
}

// copy takes letters over as they are.
func (s *respelt) copy(letters []rune, at int) {
	for i, r := range letters {
		s.write(string(r), at+i)
	}
}

// at returns where a letter of the respelt text stands in what was written.
func (s *respelt) at(letter int) int {
	if letter < len(s.places) {
		return s.places[letter]
	}
	if len(s.places) == 0 {
		return 0
	}
	return s.places[len(s.places)-1]
}

// durationMark begins the name that stands for a duration such as 48h: numbers with a unit are unknown to the
// expression language.
const durationMark = "duration_"

var written = regexp.MustCompile(`^[0-9]+[smhdwSMHDW]$`)

// respell puts AND, OR and NOT into small letters and durations into names, outside of texts in quotes.
func respell(condition string) (*respelt, error) {
	letters := []rune(condition)
	s := &respelt{written: letters}
	for i := 0; i < len(letters); {
		length, err := s.token(letters, i)
		if err != nil {
			return nil, err
		}
		i += length
	}
	return s, nil
}

// token takes one token over and returns its length.
func (s *respelt) token(letters []rune, i int) (int, error) {
	switch r := letters[i]; {
	case r == '\'' || r == '"':
		n := quoted(letters[i:])
		if n == 0 {
			return 0, misread(i, "condition_quote", nil)
		}
		s.copy(letters[i:i+n], i)
		return n, nil
	case strings.ContainsRune("„“”‚‘’«»`´", r):
		return 0, misread(i, "condition_quotes", words{"letter": string(r)})
	case isWordLetter(r):
		return s.word(letters, i)
	case r == '=' && (i+1 == len(letters) || letters[i+1] != '='):
		return 0, misread(i, "condition_equals", nil)
	case strings.ContainsRune("=!<>", r) && i+1 < len(letters) && letters[i+1] == '=':
		s.copy(letters[i:i+2], i)
		return 2, nil
	case strings.ContainsRune("{}?:;#$|/\\@", r):
		return 0, misread(i, "condition_letter", words{"letter": string(r)})
	default:
		s.copy(letters[i:i+1], i)
		return 1, nil
	}
}

func (s *respelt) word(letters []rune, i int) (int, error) {
	n := 1
	for i+n < len(letters) && isWordLetter(letters[i+n]) {
		n++
	}
	word := string(letters[i : i+n])
	lower := strings.ToLower(word)
	meant, mistaken := german().Meant[lower]
	switch {
	case lower == "and" || lower == "or" || lower == "not" || lower == "in" || lower == "true" || lower == "false":
		s.write(lower, i)
	case written.MatchString(word):
		s.write(durationMark+lower, i)
	case mistaken:
		return 0, misread(i, "condition_word", words{"word": word, "meant": meant})
	case strings.HasPrefix(word, durationMark):
		return 0, misread(i, "unknown_field", words{"field": shortened(word), "hint": ""})
	case word[0] >= '0' && word[0] <= '9' && strings.ContainsFunc(word, unicode.IsLetter):
		return 0, misread(i, "condition_number", words{"number": shortened(word)})
	default:
		s.copy(letters[i:i+n], i)
	}
	return n, nil
}

func isWordLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// quoted returns the length of the text in quotes that letters begin with, or 0 when it does not end.
func quoted(letters []rune) int {
	for i := 1; i < len(letters); i++ {
		switch letters[i] {
		case '\\', '\n':
			return 0
		case letters[0]:
			return i + 1
		}
	}
	return 0
}

// Misread is what is wrong with a condition, at a letter of it counted from 0.
type Misread struct {
	Letter  int
	Key     string
	Message string
}

// Error returns the message with its place.
func (m *Misread) Error() string { return fmt.Sprintf("%d: %s", m.Letter+1, m.Message) }

func misread(letter int, key string, args words) *Misread {
	return &Misread{Letter: letter, Key: key, Message: say(key, args)}
}
