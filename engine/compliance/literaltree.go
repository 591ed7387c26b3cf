package compliance

import (
	"iter"
	"slices"
	"strings"
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

// literal is a text with the number of the set that it belongs to.
type literal struct {
	text string
	set  int32
}

func newLiteralTree(literals []literal) literalTree {
	slices.SortFunc(literals, func(a, b literal) int { return strings.Compare(a.text, b.text) })
	t := literalTree{starts: make([]int32, 1<<16), nodes: make([]literalNode, 1)}
	for first := range byLetter(literals, 0) {
		single, longer := ending(first, 1)
		for second := range 256 { // a literal of one letter is found before any other letter
			if len(single) > 0 {
				t.starts[int(first[0].text[0])<<8|second] = int32(len(t.nodes))
			}
		}
		t.nodes = append(t.nodes, literalNode{sets: single})
		for both := range byLetter(longer, 1) {
			number := t.add(both, 2)
			t.nodes[number].sets = slices.Concat(single, t.nodes[number].sets)
			t.starts[int(both[0].text[0])<<8|int(both[0].text[1])] = number
		}
	}
	return t
}

// byLetter yields the runs of sorted literals that have the same letter at a place.
func byLetter(literals []literal, at int) iter.Seq[[]literal] {
	return func(yield func([]literal) bool) {
		for start, end := 0, 0; start < len(literals); start = end {
			for end = start; end < len(literals) && literals[end].text[at] == literals[start].text[at]; end++ {
			}
			if !yield(literals[start:end]) {
				return
			}
		}
	}
}

// ending parts those that are no longer than a length, which come first, from the others. It returns their sets.
func ending(literals []literal, length int) (sets []int32, longer []literal) {
	for len(literals) > 0 && len(literals[0].text) == length {
		sets = append(sets, literals[0].set)
		literals = literals[1:]
	}
	return sets, literals
}

// add writes the node of literals that are alike up to a depth, and those below it. It returns its number.
func (t *literalTree) add(alike []literal, depth int) int32 {
	number := int32(len(t.nodes))
	sets, longer := ending(alike, depth)
	t.nodes = append(t.nodes, literalNode{sets: sets})
	var below []int32
	var labels []byte
	for run := range byLetter(longer, depth) {
		below = append(below, t.add(run, depth+1))
		labels = append(labels, run[0].text[depth])
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
