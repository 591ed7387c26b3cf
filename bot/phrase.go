package bot

import (
	"fmt"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// many says a number of things, in the plural form of the number.
func (s *speaker) many(key string, count int) (template.HTML, error) {
	return s.say(key, map[string]any{"count": count})
}

// word says one value of a family of words, such as the channel "whatsapp".
func (s *speaker) word(family, value string) (template.HTML, error) {
	return s.say(family+"."+value, nil)
}

const (
	mostNames   = 4 // that many are said by name
	someNames   = 3 // and that many of a longer list, so that "and 1 more" never happens
	longestName = 40
)

// names says a list of names: all of a short one, the first of a longer one and how many more there are.
func (s *speaker) names(list any) (template.HTML, error) {
	names, err := stringsOf(list)
	if err != nil || len(names) == 0 {
		return "", err
	}
	if len(names) == 1 {
		return template.HTML(template.HTMLEscapeString(names[0])), nil
	}
	if len(names) <= mostNames {
		last := len(names) - 1
		return s.say("names.and", map[string]any{"names": strings.Join(names[:last], ", "), "last": names[last]})
	}
	return s.say("names.more", map[string]any{
		"names": strings.Join(names[:someNames], ", "), "more": len(names) - someNames,
	})
}

func stringsOf(list any) ([]string, error) {
	var found []string
	switch list := list.(type) {
	case []string:
		for _, name := range list {
			found = append(found, cut(longestName, name))
		}
	case []any:
		for _, name := range list {
			found = append(found, cut(longestName, fmt.Sprint(name)))
		}
	default:
		return nil, fmt.Errorf("not a list of names")
	}
	return found, nil
}

// cut makes a text one line of at most most characters, between words where that loses little.
func cut(most int, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	short := string([]rune(text)[:most-1])
	if space := strings.LastIndexByte(short, ' '); space > len(short)/2 {
		short = short[:space]
	}
	return strings.TrimRight(short, " ,;:.-") + "…"
}

// capital begins a sentence.
func capital(text template.HTML) template.HTML {
	first, size := utf8.DecodeRuneInString(string(text))
	if size == 0 {
		return text
	}
	return template.HTML(string(unicode.ToUpper(first)) + string(text[size:]))
}

// regionName says a country or region by its name; one that is unknown stays as it is.
func regionName(code string) string {
	if region, ok := timing.FindRegion(code); ok {
		return region.Name
	}
	return code
}

// reason says in true sentences why a lead is due: what happened last, then the question and the note. What
// happened last is left out where the card is blocked for just that.
func (s *speaker) reason(args map[string]any) (template.HTML, error) {
	var keys []string
	if args["blocked_by"] != string(compliance.ContactedRecently) {
		keys = append(keys, standing(args))
	}
	if args["question"] != "" && args["waiting"] != true {
		keys = append(keys, "reason.question")
	}
	if args["note"] != "" {
		keys = append(keys, "reason.note")
	}
	var lines []string
	for _, key := range keys {
		line, err := s.say(key, args)
		if err != nil {
			return "", err
		}
		lines = append(lines, string(line))
	}
	return template.HTML(strings.Join(lines, "\n")), nil
}

// standing is the key of what happened last between user and lead.
func standing(args map[string]any) string {
	switch {
	case args["waiting"] == true:
		return "reason.waiting"
	case args["unanswered"] == 1:
		return "reason.unanswered"
	case args["unanswered"] != 0:
		return "reason.unanswered_often"
	case args["known"] == true:
		return "reason.silent"
	}
	return "reason.new"
}
