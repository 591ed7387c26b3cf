package standin

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Limits of the Bot API, in UTF-16 units after entity parsing.
const (
	maxText    = 4096
	maxCaption = 1024
)

// units is the length Telegram counts.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// formatted reads a text argument with its parse mode or its entities, trims it
// and marks what Telegram finds by itself (links, commands, …).
func (c *call) formatted(name, entitiesName string) (string, []Entity, error) {
	text, entities := c.args[name], []Entity(nil)
	var err error
	switch mode := strings.ToLower(c.args["parse_mode"]); mode {
	case "":
		err = c.object(entitiesName, &entities)
	case "html":
		text, entities, err = parseHTML(text)
	default: // Markdown exists in the original; nothing here writes it
		err = badRequest("unsupported parse_mode")
	}
	if err != nil {
		return "", nil, err
	}
	if err := inside(entities, units(text)); err != nil {
		return "", nil, err
	}
	text, entities = trimmed(text, entities)
	return text, withDetected(text, entities), nil
}

func inside(entities []Entity, length int) error {
	for _, e := range entities {
		if e.Type == "" || e.Offset < 0 || e.Length < 0 || e.Offset > length || e.Length > length-e.Offset {
			return badRequest("can't parse message entities: entity is outside of the text")
		}
	}
	return nil
}

// trimmed cuts white space at both ends and moves the entities along.
func trimmed(text string, entities []Entity) (string, []Entity) {
	short := strings.TrimLeftFunc(text, unicode.IsSpace)
	cut := units(text) - units(short)
	short = strings.TrimRightFunc(short, unicode.IsSpace)
	length := units(short)
	var kept []Entity
	for _, e := range entities {
		end := min(e.Offset+e.Length-cut, length)
		e.Offset = max(e.Offset-cut, 0)
		e.Length = end - e.Offset
		if e.Length > 0 {
			kept = append(kept, e)
		}
	}
	return short, kept
}

// detector finds one kind of entity by itself; the entity is the first group.
type detector struct {
	kind    string
	pattern *regexp.Regexp
}

// detectors is never changed; compiling once is why it is a variable. The
// patterns are simpler than the original's but agree on everyday text.
var detectors = []detector{
	{"email", regexp.MustCompile(`([\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,})`)},
	{"url", regexp.MustCompile(`(https?://[^\s<>"]*[^\s<>".,;:!?)\]]|\b(?:wa\.me|t\.me|www\.[\w-]+\.\w+)/?[^\s<>"]*[^\s<>".,;:!?)\]])`)},
	{"bot_command", regexp.MustCompile(`(?:^|[\s(])(/[A-Za-z0-9_]{1,64}(?:@\w+)?)\b`)},
	{"mention", regexp.MustCompile(`(?:^|[\s(])(@[A-Za-z]\w{3,31})\b`)},
	{"hashtag", regexp.MustCompile(`(?:^|[\s(])(#\p{L}[\p{L}\d_]*)`)},
	{"phone_number", regexp.MustCompile(`(?:^|[\s(:])(\+\d[\d ()/-]{6,18}\d)`)},
}

func withDetected(text string, entities []Entity) []Entity {
	for _, d := range detectors {
		for _, at := range d.pattern.FindAllStringSubmatchIndex(text, -1) {
			e := Entity{Type: d.kind, Offset: units(text[:at[2]]), Length: units(text[at[2]:at[3]])}
			if !taken(e, entities) {
				entities = append(entities, e)
			}
		}
	}
	return sorted(entities)
}

// taken reports whether an entity that excludes others covers part of e.
func taken(e Entity, entities []Entity) bool {
	for _, other := range entities {
		if e.Offset >= other.Offset+other.Length || other.Offset >= e.Offset+e.Length {
			continue
		}
		switch other.Type {
		case "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote":
		default:
			return true
		}
	}
	return false
}
