package compliance

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// mostProblems is after how many a file is not worth reading on.
const mostProblems = 200

// reader reads the nodes of a file strictly and notes what is wrong with them.
type reader struct {
	file     string
	problems Problems
	words    *strings.Replacer // those that patterns of the document name
}

// fail notes a problem at a node; words are names and words in turn.
func (r *reader) fail(at *yaml.Node, key string, words ...string) {
	if len(r.problems) >= mostProblems {
		return
	}
	p := Problem{File: r.file, Line: max(at.Line, 1), Column: max(at.Column, 1), Key: key, Words: map[string]string{}}
	for i := 0; i+1 < len(words); i += 2 {
		p.Words[words[i]] = shortened(words[i+1])
	}
	r.problems = append(r.problems, p)
}

// shortened returns a quotation of at most 60 letters on one line.
func shortened(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 60 {
		runes = append(slices.Clone(runes[:59]), '…')
	}
	return string(runes)
}

// object is a mapping with known keys.
type object struct {
	at     *yaml.Node
	fields map[string]*yaml.Node
}

// plain reports whether a node is neither an alias nor tagged.
func (r *reader) plain(node *yaml.Node) bool {
	switch {
	case node.Kind == yaml.AliasNode:
		r.fail(node, "alias")
	case node.Style&yaml.TaggedStyle != 0:
		r.fail(node, "tag", "tag", node.Tag)
	default:
		return true
	}
	return false
}

// object reads a mapping; a key with a star in known is required.
func (r *reader) object(node *yaml.Node, name string, known ...string) object {
	o := r.entries(node, name)
	var names []string
	for _, k := range known {
		k, required := strings.CutSuffix(k, "*")
		names = append(names, k)
		if _, ok := o.fields[k]; required && !ok && o.fields != nil {
			r.fail(node, "missing", "key", k)
		}
	}
	for i := 0; o.fields != nil && i+1 < len(node.Content); i += 2 {
		if key := node.Content[i]; !slices.Contains(names, key.Value) {
			r.fail(key, "unknown_key", "key", key.Value, "known", strings.Join(names, ", "))
			delete(o.fields, key.Value)
		}
	}
	return o
}

// entries reads a mapping with any keys.
func (r *reader) entries(node *yaml.Node, name string) object {
	if !r.plain(node) {
		return object{at: node}
	}
	if node.Kind != yaml.MappingNode {
		r.fail(node, "wrong_object", "key", name)
		return object{at: node}
	}
	o := object{node, map[string]*yaml.Node{}}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		first, twice := o.fields[key.Value]
		switch {
		case key.Kind == yaml.AliasNode || key.ShortTag() == "!!merge":
			r.fail(key, "alias")
		case key.Kind != yaml.ScalarNode || key.ShortTag() != "!!str" || key.Value == "":
			r.fail(key, "key_no_text", "key", key.Value)
		case twice:
			r.fail(key, "duplicate_key", "key", key.Value, "line", strconv.Itoa(first.Line))
		default:
			o.fields[key.Value] = node.Content[i+1]
		}
	}
	return o
}

// words is a text of a file with its place.
type words struct {
	text string
	at   *yaml.Node
}

func (r *reader) text(o object, key string) words {
	node, ok := o.fields[key]
	if !ok {
		return words{"", o.at}
	}
	return r.scalar(node, key)
}

func (r *reader) scalar(node *yaml.Node, key string) words {
	w := words{strings.TrimSpace(node.Value), node}
	switch {
	case !r.plain(node):
		w.text = ""
	case node.Kind != yaml.ScalarNode:
		r.fail(node, "wrong_text", "key", key)
	case node.ShortTag() == "!!null" || node.ShortTag() == "!!str" && w.text == "":
		r.fail(node, "nothing", "key", key)
		w.text = ""
	case node.ShortTag() != "!!str":
		r.fail(node, "quote_it", "key", key, "value", node.Value)
		w.text = ""
	}
	return w
}

// items are the nodes of a list.
func (r *reader) items(o object, key, wrong string) []*yaml.Node {
	node, ok := o.fields[key]
	switch {
	case !ok || !r.plain(node):
		return nil
	case node.Kind != yaml.SequenceNode:
		r.fail(node, wrong, "key", key)
	case len(node.Content) == 0:
		r.fail(node, "no_items", "key", key)
	}
	if node.Kind != yaml.SequenceNode {
		return nil
	}
	return node.Content
}

func (r *reader) texts(o object, key string) []words {
	var all []words
	for _, node := range r.items(o, key, "wrong_texts") {
		if w := r.scalar(node, key); w.text != "" {
			all = append(all, w)
		}
	}
	return all
}

func plainTexts(all []words) []string {
	var texts []string
	for _, w := range all {
		texts = append(texts, w.text)
	}
	return texts
}

// choice reads one of some words.
func (r *reader) choice(o object, key string, choices ...string) string {
	w := r.text(o, key)
	if w.text != "" && !slices.Contains(choices, w.text) {
		r.fail(w.at, "unknown_choice", "key", key, "value", w.text, "known", strings.Join(choices, ", "))
		return ""
	}
	return w.text
}

var ruleID = regexp.MustCompile(`^[a-z][a-z0-9_.]{0,63}$`)

func (r *reader) id(o object) words {
	w := r.text(o, "id")
	if w.text != "" && !ruleID.MatchString(w.text) {
		r.fail(w.at, "bad_rule_id", "id", w.text)
	}
	return w
}
