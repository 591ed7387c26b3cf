package intake

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// style is the shape of a chat's line heads. An export has one; lines of
// another shape were pasted into a message.
type style struct {
	bracket, seconds, clipboard bool
	tail                        byte
}

// stamp is the date and time before a message, its parts not yet told apart.
type stamp struct {
	style
	parts              [3]int
	digits             [3]int
	separator          byte
	hour, minute, sec  int
	twelve, padded, lc bool
}

const blank = `[ \x{a0}\x{2009}\x{202f}]`

var (
	stampForm = regexp.MustCompile(`^(\[)?(\d{1,4})([./-])` + blank + `?(\d{1,2})[./-]` + blank + `?(\d{2,4})\.?,?(?:` +
		blank + `(?:um|at))?,?` + blank + `{1,2}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?` +
		`(?:` + blank + `?([aApP])\.?` + blank + `?[mM]\.?|` + blank + `?([vV]orm|[nN]achm)(?:ittags?|\.))?` +
		`(?:` + blank + `Uhr)?(\]|` + blank + `[-–—]|:)(?:` + blank + `|$)`)
	// What WhatsApp puts on the clipboard names the time first.
	clipboardForm = regexp.MustCompile(`^\[(\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?), (\d{1,4}[./-]\d{1,2}[./-]\d{2,4})\]`)
)

// parseStamp reads the head of a line and returns the rest of it.
func parseStamp(line string) (s stamp, rest string, ok bool) {
	if line == "" || (line[0] != '[' && (line[0] < '0' || line[0] > '9')) {
		return s, "", false
	}
	if m := clipboardForm.FindStringSubmatch(line); m != nil {
		s, rest, ok = parseStamp("[" + m[2] + ", " + m[1] + "]" + line[len(m[0]):])
		s.clipboard = true
		return s, rest, ok
	}
	m := stampForm.FindStringSubmatch(line[:min(len(line), 80)])
	if m == nil || (m[1] == "[") != (m[11] == "]") {
		return s, "", false
	}
	s.style = style{bracket: m[1] != "", seconds: m[8] != "", tail: m[11][len(m[11])-1]}
	s.separator = m[3][0]
	for i, d := range []string{m[2], m[4], m[5]} {
		s.parts[i], s.digits[i] = number(d), len(d)
	}
	s.padded = m[2][0] == '0' || m[4][0] == '0'
	s.hour, s.minute, s.sec = number(m[6]), number(m[7]), number(m[8])
	s.setHalfOfDay(m[9] + m[10])
	return s, line[len(m[0]):], s.hour < 24 && s.minute < 60 && s.sec < 61
}

func (s *stamp) setHalfOfDay(mark string) {
	if mark == "" {
		return
	}
	s.twelve, s.lc = true, mark[0] >= 'a'
	late := strings.EqualFold(mark[:1], "p") || strings.EqualFold(mark[:1], "n")
	switch {
	case late && s.hour < 12:
		s.hour += 12
	case !late && s.hour == 12:
		s.hour = 0
	}
}

// dateOrder is how a chat writes its dates.
type dateOrder int

const (
	dayFirst dateOrder = iota
	monthFirst
	yearFirst
)

// wall is the time on the clock of the phone, as if that were UTC; ok is false
// when the order gives no date that WhatsApp can have seen.
func (s stamp) wall(o dateOrder) (t time.Time, ok bool) {
	d, m, y := 0, 1, 2
	switch o {
	case monthFirst:
		d, m = 1, 0
	case yearFirst:
		y, d = 0, 2
	}
	year := s.parts[y]
	if s.digits[y] == 2 {
		year += 2000
	}
	if year < 2000 || year > 2099 || s.digits[d] > 2 || s.digits[m] > 2 || s.parts[m] > 12 {
		return t, false
	}
	t = time.Date(year, time.Month(s.parts[m]), s.parts[d], s.hour, s.minute, s.sec, 0, time.UTC)
	return t, s.parts[m] > 0 && t.Day() == s.parts[d] && int(t.Month()) == s.parts[m]
}

// inferOrder decides over the whole chat: dates that cannot exist exclude an
// order, then time running backwards speaks against one, then habit decides.
func inferOrder(stamps []stamp) dateOrder {
	best := usualOrder(stamps)
	valid, back := weigh(stamps, best)
	// Dots are German: neither disorder nor a short year in front speak against it.
	dots := stamps[0].separator == '.'
	for _, o := range []dateOrder{dayFirst, monthFirst, yearFirst} {
		if dots && o == yearFirst && stamps[0].digits[0] < 4 {
			continue
		}
		v, b := weigh(stamps, o)
		if v > valid || (v == valid && b < back && !dots) {
			best, valid, back = o, v, b
		}
	}
	return best
}

func weigh(stamps []stamp, o dateOrder) (valid, back int) {
	var last time.Time
	for _, s := range stamps {
		t, ok := s.wall(o)
		if !ok {
			continue
		}
		valid++
		if t.Before(last) {
			back++
		}
		last = t
	}
	return valid, back
}

// usualOrder: slashes with a twelve-hour clock are American, unless written as
// Britain, India and Australia do (03/04/2026, 6:02 pm).
func usualOrder(stamps []stamp) dateOrder {
	american := false
	for _, s := range stamps {
		american = american || (s.separator == '/' && s.twelve)
		if s.lc && s.padded && s.digits[2] == 4 {
			return dayFirst
		}
	}
	if american {
		return monthFirst
	}
	return dayFirst
}

// inZone turns a wall-clock time into an instant. A time that the clocks skip
// moves forward; of a repeated hour the second is taken where the first would
// lie before the message above.
func inZone(w time.Time, zone *time.Location, last time.Time) time.Time {
	t := time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, zone)
	if gap := w.Sub(wallOf(t)); gap > 0 {
		t = t.Add(gap)
	}
	earlier, later := t.Add(-time.Hour), t.Add(time.Hour)
	if wallOf(earlier).Equal(w) && !earlier.Before(last) {
		return earlier
	}
	if wallOf(later).Equal(w) && t.Before(last) {
		return later
	}
	return t
}

func wallOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// number reads digits that a pattern has already checked; "" is 0.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
