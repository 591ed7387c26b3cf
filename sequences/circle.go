package sequences

import (
	"slices"
	"strings"
)

// circles reports sequences that hand over to each other without end, once for each circle, at a place of the documents.
func (c *checker) circles() {
	w := &wanderer{checker: c, state: map[string]int{}}
	for _, d := range c.documents {
		for _, p := range d.plans {
			w.visit(p.ID)
		}
	}
}

// wanderer goes from sequence to sequence, each once.
type wanderer struct {
	*checker
	state   map[string]int
	path    []string
	circles int
}

// mostCircles is how many circles are worth telling of.
const mostCircles = 50

// The states of a sequence; before that it has none.
const onPath, left = 1, 2

func (w *wanderer) visit(id string) {
	if w.state[id] != 0 {
		return
	}
	w.state[id] = onPath
	w.path = append(w.path, id)
	for _, next := range w.sequences[id] {
		if w.state[next] == onPath {
			w.report(w.path[slices.Index(w.path, next):])
			continue
		}
		w.visit(next)
	}
	w.path = w.path[:len(w.path)-1]
	w.state[id] = left
}

// report tells of a circle where the last of its steps that is in the documents closes it.
func (w *wanderer) report(circle []string) {
	if w.circles++; w.circles > mostCircles {
		return
	}
	names := append(slices.Clone(circle), circle[0])
	if len(names) > 7 {
		names = slices.Concat(names[:3], []string{"…"}, names[len(names)-2:])
	}
	for i := len(circle) - 1; i >= 0; i-- {
		if d, p, ok := w.handover(circle[i], circle[(i+1)%len(circle)]); ok {
			d.fail(p.place, "circle", words{"circle": strings.Join(names, " → ")})
			return
		}
	}
}

// handover finds where a sequence of the documents hands over to another.
func (w *wanderer) handover(from, to string) (document, part, bool) {
	for _, d := range w.documents {
		for _, p := range d.plans {
			i := slices.IndexFunc(p.steps, func(s step) bool { return s.Next == to })
			if p.ID == from && i >= 0 {
				return d, p.steps[i].part.fields["next_sequence"], true
			}
		}
	}
	return document{}, part{}, false
}
