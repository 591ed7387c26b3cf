package language

import "strings"

// NameKey is a name as it is compared with others: folded words without titles. It is never empty for a name
// that is not.
func NameKey(name string) string {
	if words := nameWords(name); len(words) > 0 {
		return strings.Join(words, " ")
	}
	return fold(strings.TrimSpace(name))
}
