package language

import (
	"slices"
	"time"
)

// timeRun is a time in a reply.
type timeRun struct {
	first, last int // tokens
	syms        []symbol
	moment      Moment
	until       bool // it is named as an end: "bis Freitag"
	negated     bool // it is when the lead doesn't want to be asked
}

// findTimes finds the times among tokens, each as long as can be.
func findTimes(toks []token, now time.Time) []timeRun {
	sent := sentence{now: now, all: toks, times: timeWords()}
	syms := sent.times.symbols(toks, false)
	var out []timeRun
	for i := 0; i < len(syms); i++ {
		if !opensTime(syms[i].kind) {
			continue
		}
		run := trimmed(sent.timeAt(syms[i:]))
		if len(run) == 0 || !ahead(run, syms[:i]) {
			continue
		}
		m, _, _ := sent.times.moment(run, now)
		r := timeRun{first: run[0].first, last: run[len(run)-1].last, syms: run, moment: m}
		r.until = i > 0 && (syms[i-1].kind == before || syms[i-1].kind == until) || run[0].kind == until
		out = append(out, r)
		i += len(run) - 1
	}
	return out
}

// opensTime leaves out what begins no time, so that few places are tried.
func opensTime(k kind) bool {
	return k != unknown && k != mark && k != filler && k != unclear && k != and && k != suffix
}

// trimmed cuts what says nothing off the end.
func trimmed(run []symbol) []symbol {
	for len(run) > 0 {
		if k := run[len(run)-1].kind; k != filler && k != mark {
			break
		}
		run = run[:len(run)-1]
	}
	return run
}

// ahead tells a time to come from a length of time ("60 Stunden die Woche") and from one that is past ("vor 2 Jahren").
func ahead(run, earlier []symbol) bool {
	has := func(kinds ...kind) bool {
		return slices.ContainsFunc(run, func(s symbol) bool { return slices.Contains(kinds, s.kind) })
	}
	if len(earlier) > 0 && earlier[len(earlier)-1].kind == unclear {
		return false
	}
	if has(minutes, days, months) && !has(which, edge, in, after, hence, weekday) {
		return false
	}
	return len(run) > 1 || run[0].kind != number && run[0].kind != quantity
}

// markTimes gives the words of times their families; places are those of the tokens among the words.
func (s *said) markTimes(places []int) {
	for r := range s.times {
		run := &s.times[r]
		for i := run.first; i <= run.last; i++ {
			if places[i] < 0 {
				continue
			}
			sp := &s.words[places[i]]
			sp.fams.add(famTime)
			if run.moment.HasTime {
				sp.fams.add(famClock)
			}
		}
		run.first = places[run.first]
	}
}

// due finds when the lead wants to be asked: at the last time that is not one to stay away, else at the end of that.
func (w *replyWords) due(s *said, now time.Time) (at time.Time, timed bool) {
	var used []symbol
	var best *timeRun
	for i := range s.times {
		run := &s.times[i]
		run.negated = w.negated(s, run)
		switch {
		case best == nil, !run.negated && (best.negated || !best.until || run.until):
			if !run.negated {
				used = append(used, run.syms...)
			}
			best = run
		}
	}
	if best == nil {
		return time.Time{}, false
	}
	m := best.moment
	if joined, _, ok := timeWords().moment(used, now); ok && !best.negated && !best.until {
		m = joined
	}
	if best.negated && !best.until {
		return time.Time{}, false
	}
	if best.until && !best.negated && !m.HasTime {
		m.At = m.At.AddDate(0, 0, 1)
	}
	return m.At, m.HasTime
}

// negated reports whether a refusal stands beside a time.
func (w *replyWords) negated(s *said, run *timeRun) bool {
	if run.first < 0 {
		return false
	}
	clause := &s.clauses[s.words[run.first].clause]
	return clause.has(w.ids["NEG"]) || clause.has(w.ids["NO"])
}
