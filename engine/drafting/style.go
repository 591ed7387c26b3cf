package drafting

import (
	"math"
	"strings"
	"unicode"
)

// Style is how somebody writes to leads: means over their own messages, the newer the heavier. It holds no text.
type Style struct {
	Messages  int        `json:"messages"`  // that it was learned from
	Length    float64    `json:"length"`    // characters
	Sentences float64    `json:"sentences"` // in a message
	Emoji     float64    `json:"emoji"`     // in a message
	Exclaims  float64    `json:"exclaims"`  // exclamation marks in a message
	Lower     float64    `json:"lower"`     // the share of messages that begin without a capital
	Greets    [6]float64 `json:"greets"`    // by kind of greeting, the share of messages; what is missing to 1 greet nobody
	Closes    [4]float64 `json:"closes"`    // by kind of closing
}

// The kinds of greetings and closings, as words.de.yaml has them.
var (
	greetings = [6]string{"hey", "hallo", "hi", "servus", "liebe", "tag"}
	closings  = [4]string{"lg", "liebe", "viele", "bis"}
)

// learning is the weight of a new message when many are known: about the last twenty count.
const learning = 0.05

// Learn returns the style after one more message.
func (s Style) Learn(text string) Style {
	text = Visible(text)
	if text == "" {
		return s
	}
	s.Messages++
	w := math.Max(1/float64(s.Messages), learning)
	mix := func(old *float64, now float64) { *old += w * (now - *old) }
	mix(&s.Length, float64(len([]rune(text))))
	mix(&s.Sentences, float64(sentences(text)))
	mix(&s.Emoji, float64(emoji(text)))
	mix(&s.Exclaims, float64(strings.Count(text, "!")))
	first, _ := firstRune(text)
	mix(&s.Lower, share(unicode.IsLower(first)))
	greets, closes := kindOf(opening(text), spoken().Greetings), closing(text)
	for i := range s.Greets {
		mix(&s.Greets[i], share(greetings[i] == greets))
	}
	for i := range s.Closes {
		mix(&s.Closes[i], share(closings[i] == closes))
	}
	return s
}

func share(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// Known reports whether enough is known of a style to write in it.
func (s Style) Known() bool { return s.Messages >= 3 }

// Greeting is the kind of greeting that more than half of the messages have, empty without one.
func (s Style) Greeting() string { return usual(greetings[:], s.Greets[:]) }

// Closing is the kind of closing that more than half of the messages have, empty without one.
func (s Style) Closing() string { return usual(closings[:], s.Closes[:]) }

func usual(kinds []string, shares []float64) string {
	for i, v := range shares {
		if v > 0.5 {
			return kinds[i]
		}
	}
	return ""
}

func sentences(text string) int {
	n := 0
	for part := range strings.FieldsFuncSeq(text, func(c rune) bool { return strings.ContainsRune(".!?\n", c) }) {
		if strings.ContainsFunc(part, unicode.IsLetter) {
			n++
		}
	}
	return n
}

// emoji counts pictures; a skin or a joiner makes no further one.
func emoji(text string) int {
	n, joined := 0, false
	for _, r := range text {
		if unicode.Is(unicode.So, r) && !joined {
			n++
		}
		joined = r == joiner
	}
	return n
}

// opening is the first word in small letters.
func opening(text string) string { return strings.ToLower(words.FindString(text)) }

func kindOf(word string, kinds map[string][]string) string {
	for kind, all := range kinds {
		for _, w := range all {
			if w == word {
				return kind
			}
		}
	}
	return ""
}

// closing is the kind of the last line, or of what stands at the end.
func closing(text string) string {
	lower := strings.ToLower(text)
	tail := lower[max(0, strings.LastIndexAny(strings.TrimRight(lower, " \n.!"), "\n.!?")+1):]
	tail = strings.TrimLeftFunc(tail, func(r rune) bool { return !unicode.IsLetter(r) })
	for kind, phrases := range spoken().Closings {
		for _, phrase := range phrases {
			if strings.HasPrefix(tail, phrase) {
				return kind
			}
		}
	}
	return ""
}
