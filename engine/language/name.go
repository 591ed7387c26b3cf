package language

import "strings"

// mostWords is how many words a lead's name may have to be taken for one.
const mostWords = 4

// mostNames is how many leads one command may name.
const mostNames = 8

// name is a lead as typed, or several. A pronoun is found, but its text is empty.
type name struct {
	text     string
	all      []string // all of several
	found    bool
	everyone bool
}

// command is a verb for those who are named.
func (n name) command(v Verb) Command {
	return Command{Verb: v, Name: n.text, Names: n.all, Everyone: n.everyone}
}

// nameIn finds the name in what is left beside a phrase of that verb. It fails
// when more than names are left: then the message said something else.
func (s *sentence) nameIn(rest []token, verb Verb) (name, bool) {
	var parts []token
	pronoun, everyone, both := false, false, false
	for _, t := range rest {
		switch {
		case s.lex.joins[t.text]:
		case s.lex.both[t.text]:
			both = true
		case s.lex.pronouns[t.text]:
			pronoun = pronoun || len(parts) == 0 // one behind the name stands for it
		case verb == Later && s.lex.everyone[t.text] && !s.counts(t):
			everyone = true
		case s.lex.particles[t.text] && len(parts) > 0, !s.lex.fillers[t.text] && !s.repeats(t, verb):
			parts = append(parts, t)
		}
	}
	if len(parts) > mostNames*mostWords {
		return name{found: true}, false
	}
	if len(parts) == 0 {
		return name{found: pronoun || everyone, everyone: everyone}, (!pronoun || !everyone) && !both
	}
	all, ok := s.typedNames(parts)
	switch {
	case !ok || both && len(all) < 2 || everyone || len(all) > mostNames:
		return name{found: true}, false
	case len(all) == 0:
		return name{found: pronoun}, true
	case len(all) == 1:
		return name{text: all[0], found: true}, !pronoun
	}
	return name{text: all[0], all: all, found: true}, !pronoun
}

// typedNames are the names in words that are left; it fails when one is none.
func (s *sentence) typedNames(parts []token) (all []string, ok bool) {
	for _, group := range s.groups(parts) {
		if group = s.bare(group); len(group) == 0 {
			continue
		}
		if !s.plausible(group) {
			return nil, false
		}
		all = append(all, s.typed(group))
	}
	return all, true
}

// groups splits words into names where a comma or "und" joins them.
func (s *sentence) groups(parts []token) [][]token {
	first := 0
	var groups [][]token
	for i := 1; i < len(parts); i++ {
		if s.joined(parts[i-1], parts[i]) {
			groups, first = append(groups, parts[first:i]), i
		}
	}
	return append(groups, parts[first:])
}

// joined tells that nothing but a comma, "und" and fillers lies between two tokens.
func (s *sentence) joined(a, b token) bool {
	found := false
	for _, t := range s.all {
		if t.from < a.to || t.to > b.from {
			continue
		}
		found = found || s.lex.joins[t.text]
		if !s.lex.joins[t.text] && !s.lex.fillers[t.text] {
			return false
		}
	}
	return found
}

// counts tells that an "alle" begins "alle 2 Wochen", which is how often.
func (s *sentence) counts(t token) bool {
	for i, other := range s.all[:len(s.all)-1] {
		if other.from == t.from {
			next := s.times.symbols(s.all[i+1:i+2], false)[0].kind
			return next == number || next == quantity || isUnit(next)
		}
	}
	return false
}

// bare is a name without its titles, a particle at its end and what belongs to
// the lead ("Lisas Nachricht").
func (s *sentence) bare(parts []token) []token {
	for n := len(parts); n > 0 && (s.lex.particles[parts[n-1].text] || n > 1 && s.lex.possessions[parts[n-1].text]); n-- {
		parts = parts[:n-1]
	}
	for len(parts) > 0 && (s.lex.titles[parts[0].text] || s.lex.fillers[parts[0].text]) {
		parts = parts[1:]
	}
	return parts
}

// repeats tells that a word says the phrase's own verb once more, as the mark
// in "Lisa erledigt ✅" does.
func (s *sentence) repeats(t token, verb Verb) bool {
	for _, p := range s.lex.patterns[t.text] {
		if p.verb == verb && p.size() == 1 {
			return true
		}
	}
	return false
}

// commands tells that a word is a command by itself, and no name.
func (s *sentence) commands(t token) bool {
	for _, p := range s.lex.patterns[t.text] {
		if p.size() == 1 {
			return true
		}
	}
	return false
}

// plausible accepts a few neighbouring words none of which belongs to a
// sentence.
func (s *sentence) plausible(parts []token) bool {
	if len(parts) > mostWords || !parts[0].word {
		return false
	}
	for i, t := range parts {
		if (s.lex.notNames[t.text] || s.lex.ownWords[t.text]) && !s.lex.particles[t.text] || s.commands(t) {
			return false
		}
		if i > 0 && !s.neighbours(parts[i-1], t) {
			return false
		}
	}
	return true
}

// neighbours tells that only punctuation of a name lies between two tokens.
func (s *sentence) neighbours(a, b token) bool {
	return a.to <= b.from && strings.Trim(s.text[a.to:b.from], " .-\u00a0") == ""
}

// typed gives the name as it stands in the message, without the genitive s
// before a possession ("Lisas Nachricht").
func (s *sentence) typed(parts []token) string {
	last := parts[len(parts)-1]
	text := s.text[parts[0].from:last.to]
	if strings.HasPrefix(s.text[last.to:], ".") && last.to-last.from == 1 {
		return text + "."
	}
	for i, t := range s.toks {
		if t.from == last.from && i+1 < len(s.toks) && s.lex.possessions[s.toks[i+1].text] {
			return strings.TrimRight(strings.TrimSuffix(text, "s"), "'’")
		}
	}
	return text
}
