package compliance

import (
	"maps"
	"slices"
)

// literalTree finds the literals that begin at a place of a text.
type literalTree struct {
	starts []int32 // the node of the first two bytes, 0 where no literal begins with them
	nodes  []literalNode
	below  []int32 // the nodes after a node, in a row
	labels []byte  // their bytes
}

// literalNode is where a text may end that is a literal, or the beginning of one.
type literalNode struct {
	sets        []int32 // the sets of literals that the text belongs to
	first, last int32   // in below
}

// literalSet is a set of literals of a pattern, by its number.
type literalSet struct {
	number   int32
	literals []string
}

// growing is a node of the tree while it is built.
type growing struct {
	sets []int32
	next map[byte]*growing
}

func newLiteralTree(sets []literalSet) literalTree {
	root := &growing{}
	for _, set := range sets {
		for _, text := range set.literals {
			root.enter(text, set.number)
		}
	}
	t := literalTree{starts: make([]int32, 1<<16), nodes: make([]literalNode, 1)}
	for b, one := range root.next {
		alone := t.add(&growing{sets: one.sets})
		for second := range 256 {
			at := alone
			if two := one.next[byte(second)]; two != nil {
				at = t.add(&growing{sets: slices.Concat(one.sets, two.sets), next: two.next})
			}
			if len(one.sets) > 0 || at != alone {
				t.starts[int(b)<<8|second] = at
			}
		}
	}
	return t
}

func (g *growing) enter(text string, set int32) {
	for i := range len(text) {
		if g.next == nil {
			g.next = map[byte]*growing{}
		}
		if g.next[text[i]] == nil {
			g.next[text[i]] = &growing{}
		}
		g = g.next[text[i]]
	}
	g.sets = append(g.sets, set)
}

// add writes a node and those below it, and returns its number.
func (t *literalTree) add(g *growing) int32 {
	number := int32(len(t.nodes))
	t.nodes = append(t.nodes, literalNode{sets: g.sets})
	labels := slices.Sorted(maps.Keys(g.next))
	var below []int32
	for _, label := range labels {
		below = append(below, t.add(g.next[label]))
	}
	t.nodes[number].first = int32(len(t.below))
	t.below, t.labels = append(t.below, below...), append(t.labels, labels...)
	t.nodes[number].last = int32(len(t.below))
	return number
}

// start returns the node of the first bytes of a text, or 0.
func (t *literalTree) start(text string) int32 {
	second := byte(0)
	if len(text) > 1 {
		second = text[1]
	}
	return t.starts[int(text[0])<<8|int(second)]
}

// after returns the node after another by a byte, or 0.
func (t *literalTree) after(node int32, b byte) int32 {
	n := &t.nodes[node]
	for i := n.first; i < n.last; i++ {
		if t.labels[i] == b {
			return t.below[i]
		}
	}
	return 0
}
