package ai

import (
	"encoding/json"
	"strings"
)

// Growing returns a text field of an object in JSON of which only the beginning is there, as far as the field is
// there: to show a draft while it is written.
func Growing(soFar, field string) string {
	depth, key, isKey := 0, "", false
	for i := 0; i < len(soFar); i++ {
		switch soFar[i] {
		case '{', '[':
			depth++
			isKey = soFar[i] == '{' && depth == 1
		case '}', ']':
			depth--
		case ',':
			isKey = depth == 1
		case ':':
			isKey = false
		case '"':
			text, length := quoted(soFar[i:])
			if depth == 1 && isKey {
				key = text
			} else if depth == 1 && key == field {
				return text
			}
			i += length - 1
		}
	}
	return ""
}

// quoted reads the text in quotes that s begins with, up to its end or that of s.
func quoted(s string) (text string, length int) {
	for i := 1; i < len(s); i++ {
		if s[i] == '\\' {
			i++
		} else if s[i] == '"' {
			_ = json.Unmarshal([]byte(s[:i+1]), &text) // what is no text is none
			return text, i + 1
		}
	}
	for cut := 0; cut < 12 && cut < len(s); cut++ { // an escape that is not yet whole has eleven letters at most
		if json.Unmarshal([]byte(s[:len(s)-cut]+`"`), &text) == nil && !strings.HasSuffix(text, "\ufffd") {
			return text, len(s)
		}
	}
	return "", len(s)
}
