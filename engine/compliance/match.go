package compliance

import "slices"

// matcher finds the rules that a sentence breaks. It looks once for the literals of all patterns and tries only those
// patterns that could match; trying each of them takes twenty times as long.
type matcher struct {
	rules    []Rule
	patterns []owned
	always   []int32 // patterns that need no literal
	literals literalTree
	sets     []int32 // the pattern of each set of literals
}

// owned is a pattern with the rule it belongs to and how many sets of literals it needs.
type owned struct {
	pattern
	rule  int32
	count int32
}

func newMatcher(rules []Rule) *matcher {
	m := &matcher{rules: rules}
	var literals []literal
	for i, rule := range rules {
		for _, p := range rule.patterns {
			literals = append(literals, m.add(owned{p, int32(i), int32(len(p.needs))})...)
		}
	}
	m.literals = newLiteralTree(literals)
	return m
}

// add adds a pattern and returns the literals of its sets.
func (m *matcher) add(p owned) []literal {
	number := int32(len(m.patterns))
	m.patterns = append(m.patterns, p)
	if p.count == 0 {
		m.always = append(m.always, number)
	}
	var literals []literal
	for _, set := range p.needs {
		for _, text := range set {
			literals = append(literals, literal{text, int32(len(m.sets))})
		}
		m.sets = append(m.sets, number)
	}
	return literals
}

// search is the state of a search in the sentences of a text.
type search struct {
	*matcher
	sentence int32   // its number, from 1
	seen     []int32 // in which sentence a literal of the set was seen last
	counts   []int32 // how many sets of the pattern were, in the sentence of since
	since    []int32
	broken   []int32 // in which sentence the rule was broken last
}

func (m *matcher) search() *search {
	return &search{
		matcher: m, seen: make([]int32, len(m.sets)), broken: make([]int32, len(m.rules)),
		counts: make([]int32, len(m.patterns)), since: make([]int32, len(m.patterns)),
	}
}

// rulesBroken returns the numbers of the rules that the next sentence breaks, in their order.
func (s *search) rulesBroken(text string) []int {
	s.sentence++
	candidates := slices.Clone(s.always)
	for i := range len(text) {
		if node := s.literals.start(text[i:]); node != 0 {
			candidates = s.from(node, text[i:], candidates)
		}
	}
	found := false
	for _, number := range candidates {
		p := s.patterns[number]
		if s.broken[p.rule] != s.sentence && p.matches(text) {
			s.broken[p.rule], found = s.sentence, true
		}
	}
	if !found {
		return nil
	}
	var broken []int
	for i, rule := range s.rules {
		if s.broken[i] == s.sentence && !rule.excused(text) {
			broken = append(broken, i)
		}
	}
	return broken
}

// from notes the literals that a text begins with, and adds the patterns that have now all they need.
func (s *search) from(node int32, text string, candidates []int32) []int32 {
	for end := 2; node != 0; end++ {
		for _, set := range s.literals.nodes[node].sets {
			candidates = s.note(set, candidates)
		}
		if end >= len(text) {
			break
		}
		node = s.literals.after(node, text[end])
	}
	return candidates
}

func (s *search) note(set int32, candidates []int32) []int32 {
	if s.seen[set] == s.sentence {
		return candidates
	}
	s.seen[set] = s.sentence
	number := s.sets[set]
	if s.since[number] != s.sentence {
		s.since[number], s.counts[number] = s.sentence, 0
	}
	s.counts[number]++
	if s.counts[number] == s.patterns[number].count {
		candidates = append(candidates, number)
	}
	return candidates
}
