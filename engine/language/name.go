package language

import "strings"

// mostWords is how many words a lead's name may have to be taken for one.
const mostWords = 4

// name is a lead as typed. A pronoun is found, but its text is empty.
type name struct {
	text  string
	found bool
}

// nameIn finds the name in what is left beside a phrase of that verb. It fails
// when more than a name is left: then the message said something else.
func (s *sentence) nameIn(rest []token, verb Verb) (name, bool) {
	var parts []token
	pronoun := false
	for _, t := range rest {
		switch {
		case s.lex.pronouns[t.text]:
			pronoun = true
		case s.lex.particles[t.text] && len(parts) > 0, !s.lex.fillers[t.text] && !s.repeats(t, verb):
			parts = append(parts, t)
		}
	}
	for n := len(parts); n > 0 && (s.lex.particles[parts[n-1].text] || n > 1 && s.lex.possessions[parts[n-1].text]); n-- {
		parts = parts[:n-1]
	}
	for len(parts) > 0 && s.lex.titles[parts[0].text] {
		parts = parts[1:]
	}
	if len(parts) == 0 {
		return name{found: pronoun}, true
	}
	return name{text: s.typed(parts), found: true}, !pronoun && s.plausible(parts)
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
		if s.lex.notNames[t.text] && !s.lex.particles[t.text] || s.commands(t) {
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
