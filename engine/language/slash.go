package language

import "strings"

// slash reads "/befehl@bot argument"; typed is the message as it came.
func (s *sentence) slash(typed string) Command {
	word, argument, _ := strings.Cut(s.text[1:], " ")
	word, _, _ = strings.Cut(word, "@")
	argument = strings.TrimSpace(argument)
	verb, ok := s.lex.slash[fold(word)]
	if !ok {
		return Command{Rest: typed}
	}
	a := newSentence(argument, s.now)
	a.free = s.free
	switch verb {
	case Stop:
		return a.stopOf()
	case Later:
		return a.laterOf()
	case Done, Answered, NoMore, OtherText, Undo, Why, About, Preview:
		return a.nameOr(argument, verb).command(verb)
	}
	return Command{Verb: verb, Rest: argument}
}

// stopOf reads what follows /stop: a name means that lead, nothing or a time
// ("bis Freitag") is the user's own stop. What may be either, as Mo, is a name.
func (s *sentence) stopOf() Command {
	if n, ok := s.nameIn(s.toks, Stop); ok && n.found {
		return n.command(NoMore)
	}
	m, rest, timed := s.findTime()
	if n, ok := s.nameIn(rest, Stop); ok && n.found {
		return n.command(NoMore)
	}
	return Command{Verb: Stop, When: m, HasWhen: timed}
}

func (s *sentence) laterOf() Command {
	m, rest, timed := s.findTime()
	if !timed {
		return s.nameOr(s.text, Later).command(Later)
	}
	n, _ := s.nameIn(rest, Later)
	c := n.command(Later)
	c.When, c.HasWhen = m, true
	return c
}

// nameOr is the name in an argument, or all of it: behind a slash command
// there is nothing else to mean.
func (s *sentence) nameOr(argument string, verb Verb) name {
	if n, ok := s.nameIn(s.toks, verb); ok {
		return n
	}
	return name{text: argument, found: true}
}
