package compliance

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Source is a file of profiles, a YAML document each.
type Source struct {
	Name string
	Text []byte
}

// Problem is something that keeps a file of profiles from being used. Line and Column count from 1.
type Problem struct {
	File         string
	Line, Column int
	Key          string            // what is wrong
	Words        map[string]string // about what
}

// Error says what is wrong and where, as a compiler would.
func (p Problem) Error() string {
	said := problemTexts[p.Key]
	for name, word := range p.Words {
		said = strings.ReplaceAll(said, "{"+name+"}", word)
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, said)
}

// Problems are those of a file, in its order.
type Problems []Problem

// Error names the first of them.
func (p Problems) Error() string {
	if len(p) == 1 {
		return p[0].Error()
	}
	return fmt.Sprintf("%s (and %d more)", p[0].Error(), len(p)-1)
}

// sorted returns them in the order of the file, each once.
func (p Problems) sorted() Problems {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(p, func(a, b Problem) bool {
		return a.Line == b.Line && a.Column == b.Column && a.Key == b.Key && maps.Equal(a.Words, b.Words)
	})
}

// problemTexts are what programmers and logs read; the linter tells users in German by the same keys.
var problemTexts = map[string]string{
	"profile_too_long": "the file is longer than 256 KB",
	"not_utf8":         "not UTF-8",
	"syntax":           "no valid YAML: {problem}",
	"empty_profile":    "the document is empty",
	"alias":            "aliases and merges are not allowed",
	"tag":              "tags are not allowed: {tag}",
	"unknown_key":      "unknown key {key}; possible are {known}",
	"duplicate_key":    "{key} stands in line {line} already",
	"key_no_text":      "a key has to be a word",
	"missing":          "{key} is missing",
	"nothing":          "{key} is empty",
	"no_items":         "{key} is empty",
	"wrong_text":       "{key} has to be a text",
	"quote_it":         "{key} has to be a text: put {value} in quotes",
	"wrong_texts":      "{key} has to be a list of texts",
	"wrong_lists":      "{key} has to be a list of lists",
	"wrong_object":     "{key} has to be an object",
	"wrong_objects":    "{key} has to be a list of objects",
	"unknown_choice":   "{value} is unknown for {key}; possible are {known}",
	"bad_rule_id":      "{id} is no id: small letters, digits, dots and _",

	"bad_words":        "{name} is no name for words: small letters",
	"profile_twice":    "the profile {id} is already in {file}",
	"extends_unknown":  "the profile {id} to extend is unknown",
	"extends_circle":   "{id} extends itself",
	"rule_twice":       "the rule {id} is already there; override changes an inherited one",
	"override_unknown": "there is no inherited rule {id}",
	"override_lowers":  "override must not lower {id} from block to warn",
	"override_nothing": "override changes nothing of {id}",
	"too_many_rules":   "more than {most} rules",

	"pattern_long":    "the pattern is longer than {most} characters",
	"pattern_costly":  "the pattern repeats too much",
	"pattern_letter":  "{letter} never matches: patterns are for folded text, small ASCII letters and the euro sign",
	"pattern_broken":  "no regular expression: {problem}",
	"pattern_nothing": "the pattern matches the empty text",

	"hit_misses":      "the rule {id} does not find this",
	"ok_hits":         "the rule {id} finds this",
	"fix_hits":        "the wording breaks the rule {rule}",
	"fix_inherited":   "the rule {rule} finds the inherited wording of {id}",
	"claim_sentences": "an approved claim has to be one sentence",
	"example_long":    "longer than {most} characters",
}
