package language

import (
	"fmt"
	"strconv"
	"strings"
)

// nearby is how many words may stand between two parts of a saying.
const nearby = 3

// saying is what a rule looks for; reply_rules.de.yaml says how it is written.
type saying struct {
	segments []segment
	absent   families // from the whole reply
	start    bool     // only polite words before
	end      bool     // only polite words after
	fewer    int      // words in the reply, 0: any number
	needs    []families
}

// segment is looked for within one clause.
type segment struct {
	parts  [][]element // in any order
	absent families    // from the clause
}

type element struct {
	any families // one of these
	gap int      // words that may stand before it
}

// compile reads a saying.
func (w *replyWords) compile(text string) (saying, error) {
	p := saying{}
	seg := segment{parts: [][]element{nil}}
	gap := nearby
	for _, field := range strings.Fields(text) {
		last := &seg.parts[len(seg.parts)-1]
		switch {
		case field == "^":
			p.start = true
		case field == "$":
			p.end = true
		case field == "&":
			seg.parts = append(seg.parts, nil)
		case field == "..":
			gap = longest
		case field == "...":
			p.segments = append(p.segments, seg)
			seg = segment{parts: [][]element{nil}}
		case field[0] == '<':
			p.fewer, _ = strconv.Atoi(field[1:])
		case field[0] == '!':
			if err := w.forbid(&p, &seg, field); err != nil {
				return p, err
			}
		default:
			e, err := w.element(field, gap)
			if err != nil {
				return p, err
			}
			*last = append(*last, e)
			gap = nearby
		}
	}
	p.segments = append(p.segments, seg)
	return p, p.complete(text)
}

// complete checks a saying and collects what a reply must hold for it.
func (p *saying) complete(text string) error {
	for _, seg := range p.segments {
		for _, part := range seg.parts {
			if len(part) == 0 {
				return fmt.Errorf("%q: a part is empty", text)
			}
			for _, e := range part {
				p.needs = append(p.needs, e.any)
			}
		}
	}
	return nil
}

func (w *replyWords) forbid(p *saying, seg *segment, field string) error {
	into := &seg.absent
	name, whole := strings.CutPrefix(field, "!!")
	if whole {
		into = &p.absent
	} else {
		name = field[1:]
	}
	e, err := w.element(name, 0)
	into.addAll(&e.any)
	return err
}

// element reads "A|B" or "+A".
func (w *replyWords) element(field string, gap int) (element, error) {
	name, glued := strings.CutPrefix(field, "+")
	if glued {
		gap = 0
	}
	e := element{gap: gap}
	for _, n := range strings.Split(name, "|") {
		id, known := w.ids[n]
		if !known && strings.ToLower(n) != n {
			return e, fmt.Errorf("%q is no family", n)
		}
		if !known {
			var err error
			if id, err = w.literal(n); err != nil {
				return e, err
			}
		}
		e.any.add(id)
	}
	return e, nil
}
