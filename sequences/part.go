package sequences

import (
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// part is a piece of a file that has the form its key asks for; what has not is reported and left out.
type part struct {
	place  place
	node   *yaml.Node
	text   string
	number int
	flag   bool
	items  []part           // of a list
	fields map[string]part  // of an object: those of the right form
	names  map[string]place // of all its fields
	ids    []part           // of a map: the keys, as items are the values
}

// has reports whether an object has a field, of whatever form.
func (p part) has(name string) bool { _, ok := p.names[name]; return ok }

// texts are the items of a list of texts.
func (p part) texts() []string {
	var texts []string
	for _, item := range p.items {
		texts = append(texts, item.text)
	}
	return texts
}

// mostNodes bounds what is read of a file: an alias may stand for much, and many for one another.
const mostNodes = 400_000

// walker reads the nodes of a file as its form asks.
type walker struct {
	*report
	nodes int
}

// take reports whether so many nodes may be read, too.
func (w *walker) take(nodes int, at place) bool {
	before := w.nodes
	w.nodes += nodes
	if before < mostNodes && w.nodes >= mostNodes {
		w.fail(at, "too_much", nil)
	}
	return w.nodes < mostNodes
}

// read returns the part at a node, and false after a report that it is none.
func (w *walker) read(node *yaml.Node, k key) (part, bool) {
	p := part{place: at(node), node: node}
	if !w.take(1, p.place) {
		return p, false
	}
	if node.Kind == yaml.AliasNode {
		node = node.Alias
		p.node = node
	}
	if node.Style&yaml.TaggedStyle != 0 {
		w.fail(p.place, "tag", words{"tag": shortened(node.Tag)})
		return p, false
	}
	switch k.kind {
	case objectKind:
		return w.object(p, k)
	case mapKind:
		return w.entries(p, k)
	case objectsKind, textsKind:
		return w.list(p, k)
	}
	return w.scalar(p, k)
}

func (w *walker) object(p part, k key) (part, bool) {
	if p.node.Kind != yaml.MappingNode {
		return p, w.wrong(p, k)
	}
	p.fields = map[string]part{}
	known := map[string]key{}
	var names []string
	for _, field := range k.keys {
		known[field.name] = field
		names = append(names, field.name)
	}
	seen := map[string]place{}
	p.names = seen
	for _, pair := range w.pairs(p.node) {
		name := pair.key.Value
		field, ok := known[name]
		switch {
		case w.full() || !w.once(pair.key, seen):
		case !ok && strings.ContainsRune(name, '\t'):
			w.fail(at(pair.key), "tab", nil)
		case !ok:
			w.fail(at(pair.key), "unknown_key", words{"key": shortened(name), "hint": hint(name, names)})
		default:
			if value, ok := w.read(pair.value, field); ok {
				p.fields[name] = value
			}
		}
	}
	for _, field := range k.keys {
		if _, ok := seen[field.name]; field.required && !ok {
			w.fail(p.place, "missing", words{"key": field.name})
		}
	}
	return p, true
}

// id is what sequences and templates may be called.
var id = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)

func (w *walker) entries(p part, k key) (part, bool) {
	if p.node.Kind != yaml.MappingNode {
		return p, w.wrong(p, k)
	}
	if len(p.node.Content) == 0 {
		w.fail(p.place, "no_items", words{"key": k.name})
	}
	seen := map[string]place{}
	for _, pair := range w.pairs(p.node) {
		if w.full() || !w.once(pair.key, seen) {
			continue
		}
		if !id.MatchString(pair.key.Value) {
			w.fail(at(pair.key), "bad_id", words{"id": shortened(pair.key.Value)})
		}
		value, ok := w.read(pair.value, key{name: pair.key.Value, kind: objectKind, keys: k.keys})
		if ok {
			p.ids = append(p.ids, part{place: at(pair.key), node: pair.key, text: pair.key.Value})
			p.items = append(p.items, value)
		}
	}
	return p, true
}

// pair is a key with its value.
type pair struct{ key, value *yaml.Node }

// pairs are the keys and values of a mapping, with those that it merges in and does not have itself.
func (w *walker) pairs(node *yaml.Node) []pair {
	var own, merged []pair
	has := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		k, v := node.Content[i], node.Content[i+1]
		if k.ShortTag() != "!!merge" {
			own = append(own, pair{k, v})
			has[k.Value] = true
			continue
		}
		if v.Kind == yaml.AliasNode {
			v = v.Alias
		}
		if v.Kind != yaml.MappingNode {
			w.fail(at(k), "merge", nil)
			continue
		}
		if !w.take(len(v.Content), at(k)) {
			return nil
		}
		for j := 0; j+1 < len(v.Content); j += 2 {
			merged = append(merged, pair{v.Content[j], v.Content[j+1]})
		}
	}
	for _, m := range merged {
		if !has[m.key.Value] && m.key.ShortTag() != "!!merge" {
			own = append(own, m)
		}
	}
	return own
}

// once reports whether a key is a text that was not yet there.
func (w *walker) once(name *yaml.Node, seen map[string]place) bool {
	if name.Kind != yaml.ScalarNode || name.ShortTag() != "!!str" {
		w.fail(at(name), "key_no_text", words{"key": shortened(name.Value)})
		return false
	}
	if first, ok := seen[name.Value]; ok {
		w.fail(at(name), "duplicate_key", words{"key": shortened(name.Value), "line": strconv.Itoa(first.line)})
		return false
	}
	seen[name.Value] = at(name)
	return true
}

func (w *walker) list(p part, k key) (part, bool) {
	if p.node.Kind != yaml.SequenceNode {
		return p, w.wrong(p, k)
	}
	if len(p.node.Content) == 0 && k.name != "conditions" {
		w.fail(p.place, "no_items", words{"key": k.name})
	}
	item := key{name: k.name, kind: textKind}
	if k.kind == objectsKind {
		item = key{name: k.name, kind: objectKind, keys: k.keys}
	}
	for _, node := range p.node.Content {
		if value, ok := w.read(node, item); ok {
			p.items = append(p.items, value)
		}
	}
	return p, true
}

// wrong reports that a part is not of the kind that its key asks for.
func (w *walker) wrong(p part, k key) bool {
	switch {
	case k.name == form().name:
		w.fail(p.place, "neither", nil)
	case isNull(p.node):
		w.fail(p.place, "nothing", words{"key": k.name})
	default:
		w.fail(p.place, "wrong_"+string(k.kind), words{"key": k.name})
	}
	return false
}
