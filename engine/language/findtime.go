package language

// longestTime is how many symbols the longest sensible phrase has; it bounds
// the search for one in a hostile message.
const longestTime = 16

// findTime finds the time in a message and the words that remain without it.
// A time may stand in two places ("am Freitag Lisa um 9").
func (s *sentence) findTime() (Moment, []token, bool) {
	syms := s.times.symbols(s.all, false)
	var joined, longestRun []symbol
	for i := 0; i < len(syms); i++ {
		run := s.timeAt(syms[i:])
		joined = append(joined, run...)
		if len(run) > len(longestRun) {
			longestRun = run
		}
		i += max(0, len(run)-1)
	}
	for _, used := range [...][]symbol{joined, longestRun} {
		if m, bare, ok := s.times.momentIn(used, s.now, s.free); ok && !bare {
			return m, s.without(used), true
		}
	}
	return Moment{}, nil, false
}

// timeAt gives the longest beginning of syms that is a time.
func (s *sentence) timeAt(syms []symbol) []symbol {
	for n := knownRun(syms); n > 0; n-- {
		if _, bare, ok := s.times.momentIn(syms[:n], s.now, s.free); ok && !bare {
			return syms[:n]
		}
	}
	return nil
}

// knownRun counts the symbols at the beginning of syms that may be part of a time.
func knownRun(syms []symbol) int {
	known := 0
	for known < min(len(syms), longestTime) && syms[known].kind != unknown {
		known++
	}
	return known
}

// contradiction reads a message with a date and a weekday that it does not
// fall on as Unknown: which of the two is meant must be asked.
func (s *sentence) contradiction() (Command, bool) {
	syms := s.times.symbols(s.all, false)
	for i := 0; i < len(syms); i++ {
		n := knownRun(syms[i:])
		if s.times.contradictory(syms[i:i+n], s.now) {
			return Command{}, true
		}
		i += n
	}
	return Command{}, false
}

// without gives the words outside the symbols that were used.
func (s *sentence) without(used []symbol) []token {
	taken := make([]bool, len(s.all))
	for _, sym := range used {
		for i := sym.first; i <= sym.last; i++ {
			taken[i] = true
		}
	}
	rest := make([]token, 0, len(s.toks))
	for i, t := range s.all {
		if !taken[i] && (t.word || t.number || !punctuation(t.text)) {
			rest = append(rest, t)
		}
	}
	return rest
}
