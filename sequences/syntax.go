package sequences

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// syntaxTexts tell which text explains what the library says, and which letters show where. The first that fits counts.
var syntaxTexts = []struct{ says, key, letters string }{
	{"found character that cannot start any token", "strange_character", "@`%"},
	{"found a tab character", "tab", "\t"},
	{"mapping values are not allowed", "colon", ""},
	{"did not find expected ',' or", "open_bracket", "[{"},
	{"unexpected end of stream", "open_quote", `"'`},
	{"could not find expected ':'", "no_colon", ""},
	{"did not find expected key", "indentation", ""},
	{"did not find expected '-'", "indentation", ""},
	{"unknown escape character", "escape", `\`},
	{"unknown anchor", "anchor", "*"},
	{"contains itself", "anchor", "*"},
	{"control characters are not allowed", "control", ""},
	{"exceeded max depth", "too_deep", ""},
}

// complain explains an error of the YAML library.
func complain(r *report, lines *lineReader, err error) {
	key, letters, problem := "syntax", "", err.Error()
	line := lines.lines
	if said := yamlError.FindStringSubmatch(strings.ReplaceAll(problem, "\n", " ")); said != nil {
		problem = said[2]
		for _, t := range slices.Backward(syntaxTexts) {
			if strings.Contains(problem, t.says) {
				key, letters = t.key, t.letters
			}
		}
		line = lines.troubled(key, letters, said[1])
	}
	if key == "indentation" {
		if open := lines.openQuote(line); open > 0 {
			key, letters, line = "open_quote", `"`, open
		}
	}
	text := lines.line(line)
	column := strings.IndexAny(text, letters)
	if blank, _, tabbed := strings.Cut(text, "\t"); tabbed && strings.TrimSpace(blank) == "" && key != "control" {
		key, column = "tab", len(blank)
	}
	if column < 0 {
		column = len(text) - len(strings.TrimLeft(text, " \t"))
	}
	r.fail(place{line, utf8.RuneCountInString(text[:column]) + 1}, key, words{"problem": problem})
}

// troubled returns the line to look at. The library names the one where the trouble began, but counts it from 0 at
// times.
func (l *lineReader) troubled(key, letters, named string) int {
	if !slices.Contains([]string{"open_quote", "open_bracket", "anchor", "no_colon"}, key) {
		return l.lines
	}
	number, err := strconv.Atoi(named)
	if err != nil {
		number = 1
	}
	for _, line := range []int{number + 1, number, 1} {
		if (key == "open_bracket" || line != number+1) && strings.ContainsAny(l.line(line), letters) {
			return line
		}
	}
	return number
}

// openQuote returns the first line before another in which a text in quotes does not end, or 0. Where it ends in a
// later line, what follows looks indented wrongly.
func (l *lineReader) openQuote(before int) int {
	for i, line := range strings.Split(string(l.text), "\n")[:max(before-1, 0)] {
		text, _, _ := strings.Cut(line, " #")
		if !strings.HasPrefix(text, "#") && strings.Count(text, `"`)%2 == 1 {
			return i + 1
		}
	}
	return 0
}
