package language

import (
	"strings"
	"time"
)

// sentence is a message with what is needed to read it as a command.
type sentence struct {
	text     string
	now      time.Time
	free     Free
	all      []token // with punctuation, for times
	toks     []token // without, for everything else
	question bool
	lex      *lexicon
	times    *vocabulary
}

func newSentence(text string, now time.Time) *sentence {
	s := &sentence{text: text, now: now, free: timeWords().freeIn(now.Location()), all: tokens(text), lex: commandWords(), times: timeWords()}
	for _, t := range s.all {
		s.question = s.question || t.text == "?"
		repeated := len(s.toks) > 0 && s.toks[len(s.toks)-1].text == t.text
		if t.word || t.number || !punctuation(t.text) && !repeated {
			s.toks = append(s.toks, t)
		}
	}
	return s
}

func punctuation(mark string) bool { return strings.Contains(".,;:!?-–\"„“()…/'", mark) }

// alone reads a message that as a whole is one phrase.
func (s *sentence) alone() (Command, bool) {
	verb, ok := s.lex.alone[key(s.all)]
	if !ok {
		verb, ok = s.lex.alone[key(s.toks)]
	}
	if !ok {
		verb, ok = s.lex.alone[key(s.withoutFillers(s.toks))]
	}
	return Command{Verb: verb}, ok && !s.doubtful(verb)
}

// ownStop reads a longer message by which users stop everything for
// themselves: "Stop, ich will das nicht mehr".
func (s *sentence) ownStop() (Command, bool) {
	n := len(s.toks)
	if n == 0 || !s.lex.ownStop[s.toks[0].text] && !s.lex.ownStop[s.toks[n-1].text] {
		return Command{}, false
	}
	if c, ok := s.match(s.toks, Unknown); ok && c.Name != "" {
		return Command{}, false
	}
	for _, t := range s.toks {
		if s.lex.ownWords[t.text] {
			return Command{Verb: Stop}, true
		}
	}
	return Command{}, false
}

// doubtful holds back what must not happen because of a mere question.
func (s *sentence) doubtful(v Verb) bool {
	return s.question && (v == Done || v == NoMore)
}

// withoutFillers cuts words that say nothing off both ends.
func (s *sentence) withoutFillers(toks []token) []token {
	for len(toks) > 0 && s.lex.fillers[toks[0].text] {
		toks = toks[1:]
	}
	for len(toks) > 0 && s.lex.fillers[toks[len(toks)-1].text] {
		toks = toks[:len(toks)-1]
	}
	return toks
}

// named reads a phrase with a lead beside or inside it.
func (s *sentence) named() (Command, bool) {
	c, ok := s.match(s.toks, Unknown)
	if ok && c.Verb == Later {
		if timed, ok := s.laterWithTime(); ok {
			return timed, true
		}
	}
	return c, ok
}

// timed reads a phrase or a lead, or both, with a time beside it.
func (s *sentence) timed() (Command, bool) {
	m, rest, ok := s.findTime()
	if !ok || s.question && !s.lex.kindly[s.toks[0].text] {
		return Command{}, false
	}
	if c, ok := s.match(rest, Unknown); ok {
		c.When, c.HasWhen = m, c.Verb == Later
		if !c.HasWhen {
			c.When = Moment{}
		}
		return c, true
	}
	if s.lex.alone[key(s.withoutFillers(rest))] == Stop {
		return Command{Verb: Stop, When: m, HasWhen: true}, true
	}
	n, ok := s.nameIn(s.withoutPlan(rest), Later)
	c := n.command(Later)
	c.When, c.HasWhen = m, true
	return c, ok
}

// withoutPlan cuts off what is to be done then: "Lisa morgen anrufen".
func (s *sentence) withoutPlan(toks []token) []token {
	if n := len(toks); n > 1 && s.lex.plans[toks[n-1].text] {
		return toks[:n-1]
	}
	return toks
}

// laterWithTime reads a phrase for Later and the time that belongs to it.
func (s *sentence) laterWithTime() (Command, bool) {
	m, rest, ok := s.findTime()
	if !ok {
		return Command{}, false
	}
	c, ok := s.match(rest, Later)
	c.When, c.HasWhen = m, true
	return c, ok
}

// onlyTime reads a message that is a time, even with a typo in it.
func (s *sentence) onlyTime() (Command, bool) {
	m, bare, ok := s.times.momentIn(s.times.symbols(s.all, true), s.now, s.free)
	return Command{Verb: Later, When: m, HasWhen: true}, ok && !bare && !s.question
}

// match finds the longest phrase that, its fillers and a lead's name left
// aside, is all that toks say. Only phrases of that verb count if it is given.
func (s *sentence) match(toks []token, only Verb) (Command, bool) {
	var best Command
	size := 0
	for i, t := range toks {
		for _, p := range s.lex.patterns[t.text] {
			if p.size() <= size || only != Unknown && p.verb != only || s.doubtful(p.verb) {
				continue
			}
			if n, ok := s.fits(p, toks, i); ok {
				best, size = n.command(p.verb), p.size()
			}
		}
	}
	return best, size > 0
}

// fits reports whether toks say p, whose head is at i, and about whom.
func (s *sentence) fits(p pattern, toks []token, i int) (n name, ok bool) {
	rest, ok := p.cut(toks, i)
	if !ok {
		return name{}, false
	}
	n, ok = s.nameIn(rest, p.verb)
	return n, ok && (n.found || !p.named)
}

// cut gives what remains of toks without the pattern, whose head is at i.
func (p pattern) cut(toks []token, i int) ([]token, bool) {
	if !startsWith(toks[i:], p.head) {
		return nil, false
	}
	behind := i + len(p.head)
	rest := append(make([]token, 0, len(toks)), toks[:i]...)
	for j := behind; len(p.tail) > 0 && j < len(toks); j++ {
		if startsWith(toks[j:], p.tail) {
			rest = append(rest, toks[behind:j]...)
			return append(rest, toks[j+len(p.tail):]...), true
		}
	}
	return append(rest, toks[behind:]...), len(p.tail) == 0
}
