package compliance

import (
	"regexp/syntax"
	"slices"
	"strings"
)

// mostLiterals bounds how many literals stand for a part of a pattern.
const mostLiterals = 256

// part is what is known of a part of a pattern: all the texts it matches, or sets of literals of which each text that
// it matches has at least one.
type part struct {
	exact []string // nil where they are not few
	sets  [][]string
}

// needs returns sets of literals. What a pattern matches holds a literal of each set, so that a text without one need
// not be searched. There may be none.
func needs(pattern *syntax.Regexp) [][]string {
	p := partOf(pattern)
	sets := p.sets
	if p.exact != nil {
		sets = append(sets, p.exact)
	}
	return slices.DeleteFunc(sets, func(set []string) bool {
		return slices.Contains(set, "") || slices.Contains(set, " ")
	})
}

func partOf(re *syntax.Regexp) part {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return part{exact: []string{""}}
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return part{exact: []string{string(re.Rune)}}
		}
	case syntax.OpCharClass:
		return classPart(re.Rune)
	case syntax.OpCapture:
		return partOf(re.Sub[0])
	case syntax.OpQuest:
		return optional(partOf(re.Sub[0]))
	case syntax.OpPlus:
		return repeated(partOf(re.Sub[0]))
	case syntax.OpRepeat:
		if re.Min > 0 {
			return repeated(partOf(re.Sub[0]))
		}
	case syntax.OpConcat:
		return joined(re.Sub)
	case syntax.OpAlternate:
		return either(re.Sub)
	}
	return part{}
}

// classPart spells out a small class of characters.
func classPart(ranges []rune) part {
	var exact []string
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(exact) == 16 {
				return part{}
			}
			exact = append(exact, string(r))
		}
	}
	return part{exact: exact}
}

func optional(p part) part {
	if p.exact == nil {
		return part{}
	}
	return part{exact: append(slices.Clone(p.exact), "")}
}

func repeated(p part) part {
	if p.exact != nil {
		p.sets = append(p.sets, p.exact)
	}
	return part{sets: p.sets}
}

// joined is what is known of parts in a row: as long as they are exact, so is what they make together.
func joined(row []*syntax.Regexp) part {
	var whole part
	run := []string{""}
	exact := true
	for _, sub := range row {
		p := partOf(sub)
		if p.exact != nil && len(run)*len(p.exact) <= mostLiterals {
			run = product(run, p.exact)
			continue
		}
		exact = false
		whole.sets = append(whole.sets, run)
		whole.sets = append(whole.sets, p.sets...)
		run = []string{""}
		if p.exact != nil {
			run = p.exact
		}
	}
	if exact {
		return part{exact: run}
	}
	whole.sets = append(whole.sets, run)
	return whole
}

func product(heads, tails []string) []string {
	var all []string
	for _, head := range heads {
		for _, tail := range tails {
			all = append(all, head+tail)
		}
	}
	return all
}

// either is what is known of alternatives: the best set of each of them, together.
func either(alternatives []*syntax.Regexp) part {
	var exact, set []string
	allExact := true
	for _, sub := range alternatives {
		p := partOf(sub)
		if p.exact != nil {
			exact, set = append(exact, p.exact...), append(set, p.exact...)
			continue
		}
		allExact = false
		best := longest(p.sets)
		if best == nil {
			return part{}
		}
		set = append(set, best...)
	}
	if allExact && len(exact) <= mostLiterals {
		return part{exact: exact}
	}
	return part{sets: [][]string{set}}
}

// longest returns the set whose shortest literal is longest, for it is the one that is rarest in texts.
func longest(sets [][]string) []string {
	var best []string
	most := 0
	for _, set := range sets {
		shortest := len(set[0])
		for _, literal := range set {
			shortest = min(shortest, len(strings.TrimSpace(literal)))
		}
		if shortest > most {
			best, most = set, shortest
		}
	}
	return best
}
