package ai

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

const mostWrong = 50 // after that a file is not worth reading on

// reader reads the nodes of a file and collects what is wrong with them. It repeats no value.
type reader struct {
	name  string
	wrong []wrong
}

type wrong struct {
	line, column int
	what         string
}

// errors returns all that is wrong, in the order of the file.
func (r *reader) errors() error {
	slices.SortStableFunc(r.wrong, func(a, b wrong) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column), cmp.Compare(a.what, b.what))
	})
	var all []error
	for _, w := range r.wrong {
		all = append(all, fmt.Errorf("%s:%d:%d: %s", r.name, max(w.line, 1), max(w.column, 1), w.what))
	}
	return errors.Join(all...)
}

func (r *reader) fail(n *yaml.Node, format string, args ...any) {
	r.failAt(n.Line, n.Column, fmt.Sprintf(format, args...))
}

func (r *reader) failAt(line, column int, what string) {
	if len(r.wrong) < mostWrong {
		r.wrong = append(r.wrong, wrong{line, column, what})
	}
}

var lineOf = regexp.MustCompile(`line (\d+)`)

// parse returns the one document of a file, or nil.
func (r *reader) parse(text []byte) *yaml.Node {
	if len(text) > MostBytes {
		r.failAt(1, 1, fmt.Sprintf("longer than %d bytes", MostBytes))
		return nil
	}
	if !utf8.Valid(text) {
		r.failAt(1, 1, "not in UTF-8")
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document, second yaml.Node
	err := decode(decoder, &document)
	if err == nil {
		if end := decode(decoder, &second); end == nil {
			r.fail(&second, "a second document")
		} else if end != io.EOF {
			err = end
		}
	}
	switch {
	case err == io.EOF || err == nil && len(document.Content) == 0:
		r.failAt(1, 1, "empty: providers are missing")
		return nil
	case err != nil:
		line := 1
		if said := lineOf.FindStringSubmatch(err.Error()); said != nil {
			line, _ = strconv.Atoi(said[1]) // digits; too many of them make the largest number
		}
		r.failAt(min(line, bytes.Count(text, []byte("\n"))+1), 1, "this line or one beside it is not valid YAML")
		return nil
	}
	return document.Content[0]
}

// decode turns what the library gives up on into an error.
func decode(decoder *yaml.Decoder, node *yaml.Node) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = errors.New("yaml")
		}
	}()
	return decoder.Decode(node)
}

// field reads what stands behind a key.
type field struct {
	read     func(*yaml.Node)
	required bool
}

type fields map[string]field

// object reads a mapping with known keys, in the order of their names backwards: in a file, order is after providers,
// to which it refers.
func (r *reader) object(n *yaml.Node, known fields) {
	if !r.is(n, yaml.MappingNode, "a block of keys and values") {
		return
	}
	names := slices.Sorted(maps.Keys(known))
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		_, ok := known[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode || !ok:
			r.fail(key, "unknown key; known are %s", strings.Join(names, ", "))
		case seen[key.Value] != nil:
			r.fail(key, "%s stands here twice", key.Value)
		default:
			seen[key.Value] = n.Content[i+1]
		}
	}
	for _, name := range slices.Backward(names) {
		if value := seen[name]; value != nil {
			known[name].read(value)
		} else if known[name].required {
			r.fail(n, "%s is missing", name)
		}
	}
}

// is reports whether a node is of a kind, and complains if not.
func (r *reader) is(n *yaml.Node, kind yaml.Kind, what string) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		r.fail(n, "anchors and aliases are not understood here")
	case n.Kind != kind || n.Style&yaml.TaggedStyle != 0:
		r.fail(n, "not %s", what)
	default:
		return true
	}
	return false
}

func (r *reader) list(n *yaml.Node) []*yaml.Node {
	if !r.is(n, yaml.SequenceNode, "a list") {
		return nil
	}
	if len(n.Content) == 0 {
		r.fail(n, "an empty list")
	}
	return n.Content
}

// text reads a text in which check, which says what is wrong, finds nothing.
func (r *reader) text(into *string, check func(string) string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !r.is(n, yaml.ScalarNode, "a text") {
			return
		}
		if tag := n.ShortTag(); tag != "!!str" && tag != "!!timestamp" {
			r.fail(n, "not a text")
		} else if why := check(n.Value); why != "" {
			r.fail(n, "this %s", why)
		} else {
			*into = n.Value
		}
	}
}

func (r *reader) number(into *int, low, high int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !r.is(n, yaml.ScalarNode, "a number") {
			return
		}
		number, err := strconv.Atoi(n.Value)
		if err != nil || n.ShortTag() != "!!int" || number < low || number > high {
			r.fail(n, "not a whole number from %d to %d", low, high)
			return
		}
		*into = number
	}
}

func (r *reader) span(into *time.Duration, low, high time.Duration) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !r.is(n, yaml.ScalarNode, "a time") {
			return
		}
		span, err := time.ParseDuration(n.Value)
		if err != nil || span < low || span > high {
			r.fail(n, "not a time such as 30s, from %s to %s", low, high)
			return
		}
		*into = span
	}
}

func like(form *regexp.Regexp, what string) func(string) string {
	return func(text string) string {
		if form.MatchString(text) {
			return ""
		}
		return what
	}
}

func oneOf(words ...string) func(string) string {
	return func(text string) string {
		if slices.Contains(words, text) {
			return ""
		}
		return "is one of " + strings.Join(words, ", ")
	}
}
