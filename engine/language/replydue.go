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
	toks = withoutPronouns(toks)
	sent := sentence{now: now, all: toks, times: timeWords()}
	syms := sent.times.symbols(toks, false)
	var out []timeRun
	for i := 0; i < len(syms); i++ {
		if !opensTime(syms[i].kind) {
			continue
		}
		start := opening(syms, i)
		run := sent.timeAt(syms[start:])
		if len(run) == 0 && monthMeant(syms, i) {
			run = syms[i : i+1]
		}
		if len(withoutEnd(run)) == 0 || !ahead(run, syms[:start]) {
			continue
		}
		m, _, _ := sent.times.moment(run, now)
		r := timeRun{first: run[0].first, last: withoutEnd(run)[len(withoutEnd(run))-1].last, syms: run, moment: m}
		r.until = ends(syms[max(0, i-1)].kind) || ends(syms[i].kind)
		out = append(out, r)
		i = max(i, start+len(run)-1)
	}
	return out
}

// withoutPronouns takes out the short days that in a reply are another word: mi, di, do, we. They are one after "am" or
// before a number.
func withoutPronouns(toks []token) []token {
	out := slices.Clone(toks)
	for i := range out {
		syms := timeWords().phrases[out[i].text]
		day := len(out[i].text) == 2 && len(syms) > 0 && (syms[0].symbols[0].kind == weekday || syms[0].symbols[0].kind == weekend)
		named := i > 0 && out[i-1].text == "am" || i+1 < len(out) && (out[i+1].number || out[i+1].text == "um")
		if day && !named {
			out[i].text = ""
		}
	}
	return out
}

// opensTime leaves out what begins no time, so that few places are tried.
func opensTime(k kind) bool {
	return k != unknown && k != mark && k != filler && k != unclear && k != and && k != suffix
}

func ends(k kind) bool { return k == before || k == until }

// opening gives the place from which a time at i is read: an article before it says that "im März" is the month; what
// stands before the number of a date would make a time of day of it ("bis 5.12.").
func opening(syms []symbol, i int) int {
	if next := i + 1; ends(syms[i].kind) || syms[i].kind == about || syms[i].kind == after {
		for next < len(syms) && syms[next].kind == filler {
			next++
		}
		if next+1 < len(syms) && syms[next].kind == number && syms[next+1].text == "." {
			return next - min(1, next-i-1)
		}
	}
	if i > 0 && syms[i-1].kind == filler {
		return i - 1
	}
	return i
}

// monthMeant tells "ab Mai", "bis Mai" from names that are written like months.
func monthMeant(syms []symbol, i int) bool {
	return i > 0 && syms[i].kind == month && (ends(syms[i-1].kind) || syms[i-1].kind == about || syms[i-1].kind == after)
}

// withoutEnd cuts what says nothing off the end.
func withoutEnd(run []symbol) []symbol {
	for len(run) > 0 {
		if k := run[len(run)-1].kind; k != filler && k != mark {
			break
		}
		run = run[:len(run)-1]
	}
	return run
}

// stillToGo is the value of the words that make a length of time one from now on: "noch zwei Wochen".
const stillToGo = 1

// ahead tells a time to come from a length of time ("60 Stunden die Woche") and from one that is past ("vor 2 Jahren").
func ahead(run, earlier []symbol) bool {
	has := func(kinds ...kind) bool {
		return slices.ContainsFunc(run, func(s symbol) bool { return slices.Contains(kinds, s.kind) })
	}
	if len(earlier) > 0 && earlier[len(earlier)-1].kind == unclear {
		return false
	}
	if has(minutes, days, months) && !has(which, edge, in, after, hence, weekday) {
		return run[0].kind == filler && run[0].value == stillToGo
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
	if best.until && !best.negated && !m.HasTime && anyHolds(w.away, w, s) {
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
