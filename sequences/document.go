package sequences

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// MostBytes is how long a file may be.
const MostBytes = 1 << 20

// parse returns the one document of a file, or nil and what is wrong with it.
func parse(file File, r *report) *yaml.Node {
	text := bytes.TrimPrefix(file.Text, []byte("\ufeff"))
	if len(file.Text) > MostBytes {
		r.fail(place{}, "too_long", nil)
		return nil
	}
	if at, ok := firstNotUTF8(text); !ok {
		r.fail(at, "not_utf8", nil)
		return nil
	}
	lines := &lineReader{text: text}
	decoder := yaml.NewDecoder(lines)
	var document, second yaml.Node
	err := decode(decoder, &document)
	switch {
	case err == io.EOF || err == nil && isNull(root(&document)):
		r.fail(place{}, "empty", nil)
		return nil
	case err != nil:
		complain(r, lines, err)
		return nil
	}
	if err := decode(decoder, &second); err == nil {
		r.fail(at(root(&second)), "two_documents", nil)
	} else if err != io.EOF {
		complain(r, lines, err)
	}
	return root(&document)
}

// decode turns what the library gives up on into an error: it reads files of strangers.
func decode(decoder *yaml.Decoder, node *yaml.Node) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("yaml: %v", fault)
		}
	}()
	return decoder.Decode(node)
}

// lineBreak is what YAML takes for one.
var lineBreak = regexp.MustCompile("\r\n|[\n\r\u0085\u2028\u2029]")

func root(document *yaml.Node) *yaml.Node {
	if document.Kind == yaml.DocumentNode && len(document.Content) > 0 {
		return document.Content[0]
	}
	return document
}

func isNull(node *yaml.Node) bool { return node.Kind == 0 || node.ShortTag() == "!!null" }

func at(node *yaml.Node) place { return place{node.Line, node.Column} }

func firstNotUTF8(text []byte) (place, bool) {
	if utf8.Valid(text) {
		return place{}, true
	}
	good := len(text)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			good = i
			break
		}
		i += size
	}
	before := text[:good]
	start := bytes.LastIndexByte(before, '\n') + 1
	return place{bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1}, false
}

// lineReader hands out a line at a time, so that one knows which was the last that the YAML library looked at: its
// errors name the start of what it could not read to the end, or no line at all.
type lineReader struct {
	text  []byte
	next  int // where the next line starts
	lines int // handed out
	begun bool
}

// Read returns a line, or a part of it where p is too short.
func (l *lineReader) Read(p []byte) (int, error) {
	if l.next >= len(l.text) {
		return 0, io.EOF
	}
	if !l.begun {
		l.lines++
	}
	end := len(l.text)
	if i := bytes.IndexByte(l.text[l.next:], '\n'); i >= 0 {
		end = l.next + i + 1
	}
	n := copy(p, l.text[l.next:end])
	l.next += n
	l.begun = l.next < end
	return n, nil
}

// line returns a line, counted from 1.
func (l *lineReader) line(number int) string {
	lines := bytes.Split(l.text, []byte("\n"))
	if number < 1 || number > len(lines) {
		return ""
	}
	return strings.TrimRight(string(lines[number-1]), "\r")
}

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
