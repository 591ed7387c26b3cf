package sequences

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
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
