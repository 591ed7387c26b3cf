package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"time"
)

const (
	learned = .6 // share of a log's time that fit sees
	shifts  = 8  // moments of a day at which the chance of a quick answer is compared
)

// sent is a real message: what was said about an answer within 24 h and within 3 h, and what came.
type sent struct {
	day, soon forecast
	timing    float64 // how much better the moment is than the others of a day; 0 where it was not asked
}

// realLogs judges forecasts about real messages that the program could not have learned from.
func realLogs(e *evaluation) error {
	for _, l := range mailLogs() {
		exchanges, end, err := l.read(e.data)
		if errors.Is(err, fs.ErrNotExist) {
			e.remark(l.name+", forecasts", "", "not judged: "+l.file+" is not there")
			continue
		}
		if err == nil {
			err = e.judgeLog(l, exchanges, end)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *evaluation) judgeLog(l mailLog, exchanges []exchange, end time.Time) error {
	begin := end
	for _, x := range exchanges {
		begin = earlier(begin, x.messages[0].at)
	}
	split := begin.Add(time.Duration(learned * float64(end.Sub(begin))))
	histories, rate := l.before(exchanges, split)
	model, err := e.program.fit(l.name, histories)
	if err != nil {
		return err
	}
	lines, messages := l.after(exchanges, split, end.Add(-24*time.Hour))
	decisions, err := e.program.decisions(model, lines)
	if err != nil {
		return err
	}
	next := 0
	for i := range messages {
		m := &messages[i]
		here := decisions[next].AtSend
		m.day.said, m.soon.said = here.Reply24h, here.Reply3h
		asked := 1
		if m.timing > 0 {
			asked = shifts
		}
		sum := 0.0
		for _, d := range decisions[next : next+asked] {
			sum += d.AtSend.Reply3h
		}
		m.timing *= here.Reply3h / max(sum/float64(asked), 1e-9)
		next += asked
	}
	e.reportLog(l, messages, rate)
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// before is what fit reads, and the share of its messages that were answered within a day.
func (l mailLog) before(exchanges []exchange, split time.Time) (histories []situation, rate float64) {
	var answered, all float64
	for _, x := range exchanges {
		n := 0
		for n < len(x.messages) && x.messages[n].at.Before(split) {
			n++
		}
		known := exchange{x.pair, x.messages[:n]}
		mine := false
		for i := range known.opened {
			mine = true
			all++
			answered += known.answeredWithin(i, 24*time.Hour)
		}
		if mine {
			histories = append(histories, l.line(known, n))
		}
	}
	return histories, answered / all
}

// after is what decide is asked: each message that opened something between two moments, at its moment, and where
// there are answers to learn from also at other moments of the day.
func (l mailLog) after(exchanges []exchange, from, to time.Time) (lines []situation, messages []sent) {
	for _, x := range exchanges {
		for i := range x.opened {
			at := x.messages[i].at
			if at.Before(from) || at.After(to) {
				continue
			}
			m := sent{day: forecast{came: x.answeredWithin(i, 24*time.Hour)}, soon: forecast{came: x.answeredWithin(i, 3*time.Hour)}}
			asked := 1
			if l.lift > 0 && x.turns(i) >= 3 {
				m.timing, asked = 1, shifts
			}
			line := l.line(x, i)
			line.Now = stamp(at)
			for shift := range asked {
				line.SendAt = stamp(at.Add(time.Duration(shift) * 24 / shifts * time.Hour))
				lines = append(lines, line)
			}
			messages = append(messages, m)
		}
	}
	return lines, messages
}

func (e *evaluation) reportLog(l mailLog, messages []sent, rate float64) {
	var day, soon []forecast
	var loss, global, came float64
	for _, m := range messages {
		came += m.day.came / float64(len(messages))
		loss, global = loss+m.day.loss(), global+forecast{rate, m.day.came}.loss()
		day, soon = append(day, m.day), append(soon, m.soon)
	}
	e.note(l.name, fmt.Sprintf("%d messages judged", len(messages)))
	e.atLeast(l.name+", 24 h: log-loss cut against the global rate", l.cut, 1-loss/global)
	e.atLeast(l.name+", 24 h: AUC", l.area, area(day))
	e.atMost(l.name+", 24 h: ECE", .02, calibrationError(day))
	e.figure("  "+l.name+", answered within 24 h in the part to learn from", rate)
	e.figure("  "+l.name+", answered within 24 h in the part judged", came)
	e.figure("  "+l.name+", 3 h: AUC", area(soon))
	e.figure("  "+l.name+", 3 h: ECE", calibrationError(soon))
	if l.lift > 0 {
		best, worst := quintiles(messages)
		e.atLeast(l.name+", answers within 3 h: best fifth of moments / worst", l.lift, best/worst)
	}
}

// loss is the logarithmic loss; nothing is ever quite certain.
func (f forecast) loss() float64 {
	p := min(max(f.said, 1e-4), 1-1e-4)
	return -f.came*math.Log(p) - (1-f.came)*math.Log(1-p)
}

// area is the area under the ROC curve: how often an answered message was given a higher chance than another.
func area(all []forecast) float64 {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b forecast) int { return cmp.Compare(a.said, b.said) })
	var ranks, answered float64
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j].said == sorted[i].said {
			j++
		}
		for _, f := range sorted[i:j] {
			ranks += f.came * float64(i+j+1) / 2
			answered += f.came
		}
		i = j
	}
	return (ranks - answered*(answered+1)/2) / (answered * (float64(len(all)) - answered))
}

// quintiles are the shares of quick answers in the best and in the worst fifth of moments.
func quintiles(messages []sent) (best, worst float64) {
	asked := slices.DeleteFunc(slices.Clone(messages), func(m sent) bool { return m.timing == 0 })
	slices.SortStableFunc(asked, func(a, b sent) int { return cmp.Compare(a.timing, b.timing) })
	fifth := len(asked) / 5
	for i := range fifth {
		worst += asked[i].soon.came
		best += asked[len(asked)-1-i].soon.came
	}
	return best, worst
}
