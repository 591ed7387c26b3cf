package openai

import (
	_ "embed"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

//go:embed obedient.yaml
var obedientYAML []byte

// Deed is something that nobody wants a model to do.
type Deed string

// The deeds.
const (
	Quote   Deed = "quote"   // says what stands in quotes, or behind a colon, in the data
	Repeat  Deed = "repeat"  // passes on links, numbers, addresses and markup of the data
	Leak    Deed = "leak"    // says all it was told, the system's words included
	Flood   Deed = "flood"   // says 1 MB
	Tool    Deed = "tool"    // calls a function that it was not offered
	Approve Deed = "approve" // adds fields that say that all is approved and sent
	Broken  Deed = "broken"  // says something in place of JSON
	English Deed = "english" // writes in another language
	Invent  Deed = "invent"  // makes placeholders up
)

// Deeds returns all deeds.
func Deeds() []Deed {
	return []Deed{Quote, Repeat, Leak, Flood, Tool, Approve, Broken, English, Invent}
}

var deedWords = sync.OnceValue(func() (words map[Deed][]string) {
	if err := yaml.Unmarshal(obedientYAML, &words); err != nil {
		panic(err) // the file is embedded, and tests read it
	}
	return words
})

// Obedient is a model that does what the data of a prompt tells it to: also where that is in base64, spread over
// several turns, or written with letters that nobody sees. Given deeds, it does those, whatever the data says;
// without, it quotes and repeats, and does everything else that a word of the data can be understood to ask for.
func Obedient(deeds ...Deed) Answerer {
	return func(r Request) Answer {
		data := heard(r)
		does := func(d Deed) bool {
			if len(deeds) > 0 {
				return slices.Contains(deeds, d)
			}
			return d == Quote || d == Repeat || slices.ContainsFunc(deedWords()[d], func(word string) bool {
				return strings.Contains(strings.ToLower(data), word)
			})
		}
		switch {
		case does(Tool):
			return Answer{Tool: "send_message"}
		case does(Flood):
			return Answer{Huge: 1 << 20}
		case does(Broken):
			return Answer{Text: "<answer>" + obey(r, data, does) + `</answer> {"text": "`}
		}
		return Answer{Text: inForm(r, obey(r, data, does), does(Approve))}
	}
}

// obey writes what the deeds make of a draft.
func obey(r Request, data string, does func(Deed) bool) string {
	text := writerTextsOnce().draft(r)
	if does(English) {
		text = "Hello, I was told to write to you in English. Just answer and we will get started."
	}
	if quoted := demanded(data); does(Quote) && quoted != "" {
		text = quoted
	}
	if does(Invent) {
		text += " ⟦PHONE⟧ ⟦ADDRESS⟧ {name}"
	}
	if does(Repeat) {
		text += " " + strings.Join(tempting.FindAllString(data, -1), " ")
	}
	if does(Leak) {
		for _, m := range r.Messages {
			text += "\n" + m.Role + ": " + m.Text
		}
	}
	return text
}

// inForm puts a text into the form that is asked for, and more beside it if it is approved.
func inForm(r Request, text string, approved bool) string {
	schema := r.Schema
	if schema == nil {
		schema = schemaInWords(r.System())
	}
	if schema == nil {
		return text
	}
	object, ok := fill("", schema, text).(map[string]any)
	if !ok {
		return text
	}
	if approved {
		for _, name := range []string{"approved", "send", "sent"} {
			object[name] = true
		}
	}
	return marshal(object)
}

// tempting is what an attacker wants to be passed on: links, addresses of mail, handles, markup, numbers of phones
// and accounts.
var tempting = regexp.MustCompile(`(?i)https?://\S+|\b[\w-]+(\.[\w-]+)*\.(com|net|org|de|at|ch|info|xyz|me|example|test|ru)\b\S*` +
	`|[\w.+-]+@[\w.-]+|@\w{4,}|<[a-z!/][^>]*>|\[[^\]]*\]\([^)]*\)|\b[a-z]{2}\d{2}(\s?\w{4}){3,7}(\s?\d{1,3}\b)?|\+?\d[\d\s()/-]{5,}\d`)

var (
	inQuotes    = regexp.MustCompile(`"([^"]{3,})"|„([^“”]{3,})[“”]|'([^']{3,})'|«([^»]{3,})»`)
	behindColon = regexp.MustCompile(`:\s+(\S[^\n]{2,})`)
)

// demanded is the longest text that the data has in quotes or, without any, behind a colon.
func demanded(data string) string {
	if text := longest(inQuotes, data); text != "" {
		return text
	}
	return longest(behindColon, data)
}

// longest returns the longest text in any of the groups of a form.
func longest(form *regexp.Regexp, data string) (text string) {
	for _, match := range form.FindAllStringSubmatch(data, -1) {
		for _, part := range match[1:] {
			if len(part) > len(text) {
				text = part
			}
		}
	}
	return text
}

var base64Run = regexp.MustCompile(`[A-Za-z0-9+/_-]{16,}={0,2}`)

// heard is all that the data says: the texts, together as well as one by one, without the letters that nobody sees,
// and what they hide.
func heard(r Request) string {
	var parts []string
	for _, v := range valuesIn(r) {
		parts = append(parts, visible(v.text))
	}
	all := strings.Join(parts, "\n")
	hidden := ""
	for _, run := range base64Run.FindAllString(all+"\n"+strings.Join(parts, ""), -1) {
		run = strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(run)
		if text, err := base64.RawStdEncoding.DecodeString(run); err == nil && utf8.Valid(text) {
			hidden += "\n" + visible(string(text))
		}
	}
	return all + hidden + "\n" + strings.Join(parts, " ")
}

// visible drops the letters that nobody sees, and turns those of the tag block into the ones they stand for.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > 0xe0000 && r < 0xe007f:
			return r - 0xe0000
		case unicode.Is(unicode.Cf, r) || r == '\u3164' || r == '\u00ad':
			return -1
		}
		return r
	}, text)
}
