package language

import (
	"slices"
	"strings"
	"time"
)

// Moment is what a time phrase means.
type Moment struct {
	At      time.Time // in the location of the now it was read with
	HasTime bool      // a time of day, a part of the day or a span in hours was named
}

// horizon is how many years ahead a phrase is taken seriously.
const horizon = 10

// Times of day, in minutes, that are meant when none is named.
const (
	usual        = 9 * 60
	usualWeekend = 10 * 60
	lastToday    = 21 * 60 // "heute" is no answer once this has passed
	wholeDay     = 24 * 60
)

// When reads a German (also Austrian, Swiss, plain English) time phrase
// relative to now, in now's location. The result always lies after now. It
// fails for what is no time, past, contradictory or too vague to act on
// ("irgendwann", "bald", "in ein paar Tagen", "vor 9"): the user must be asked.
//
// Decisions where German is ambiguous:
//   - "nächsten Dienstag" is the Tuesday of the next calendar week; "Dienstag",
//     "diesen" and "kommenden Dienstag" are the coming one, never today.
//   - "in 8 Tagen" is eight days, but "heute in 8 Tagen" and "Dienstag in 8
//     Tagen" a week after that day.
//   - "viertel acht" is 7:15, "dreiviertel acht" 7:45.
//   - "um 3", "halb vier": an hour before 6 without part of the day, colon or
//     leading zero is in the afternoon.
//   - "2h" is a span, "9h" a time of day.
//   - a day alone means 09:00; "heute" the next half hour, until 21:00.
//   - "9.10" alone may be a date or a time: ask; "am 9.10" and "um 9.10" are clear.
//   - "15.12" without a closing dot is a date: nobody says the minute 12.
//   - "Werktag" and "Arbeitstag" are Monday to Friday, without the holidays of
//     the country that now's zone lies in.
//   - "nach dem 15." is the day after, "nach Ostern" the one after the free
//     days, "im neuen Jahr" 2 January.
//   - "in 2-3 Wochen" is the earlier; "Montag oder Dienstag" is asked about.
//   - A time alone that has passed today is tomorrow's ("um 9"); with "heute"
//     beside it, it is asked about.
func When(phrase string, now time.Time) (Moment, bool) {
	return WhenIn(phrase, now, timeWords().freeIn(now.Location()))
}

// Free tells whether nobody works on a day, a midnight in UTC, because it is a
// public holiday where the user lives.
type Free func(day time.Time) bool

// WhenIn is When for a user whose holidays are known more closely than by the
// country of the zone.
func WhenIn(phrase string, now time.Time, free Free) (Moment, bool) {
	text, ok := readable(phrase)
	if !ok {
		return Moment{}, false
	}
	v := timeWords()
	m, bare, ok := v.momentIn(v.symbols(tokens(text), true), now, free)
	if bare && strings.TrimSpace(text) == "so" {
		return Moment{}, false // the word and not the Sunday
	}
	return m, ok
}

// readable composes a text that is not too long to be a phrase.
func readable(text string) (string, bool) {
	if len(text) > longest {
		return "", false
	}
	return compose(text), true
}

// moment reads a whole phrase; bare tells that it was a single word which
// inside a sentence is as often something else: Jan, Mai, so.
func (v *vocabulary) moment(syms []symbol, now time.Time) (m Moment, bare, ok bool) {
	return v.momentIn(syms, now, v.freeIn(now.Location()))
}

func (v *vocabulary) momentIn(syms []symbol, now time.Time, free Free) (m Moment, bare, ok bool) {
	p := parser{words: v, syms: syms, today: civil(now), r: reading{which: -1, free: free}}
	if !p.read() {
		return Moment{}, false, false
	}
	at, ok := p.r.resolve(v, now)
	if !ok || !at.After(now) || at.After(now.AddDate(horizon, 0, 0)) {
		return Moment{}, false, false
	}
	return Moment{At: at, HasTime: p.r.timed()}, p.r.bare, true
}

// contradictory reports whether a phrase names a day by its number and a
// weekday that this is not. Without a number it may well be a name: Mo Jan.
func (v *vocabulary) contradictory(syms []symbol, now time.Time) bool {
	p := parser{words: v, syms: syms, today: civil(now), r: reading{which: -1}}
	numbered := func(s symbol) bool { return s.kind == number || s.kind == ordinal }
	if !slices.ContainsFunc(syms, numbered) || !p.read() || p.r.date == nil || p.r.weekday == 0 {
		return false
	}
	_, ok := p.r.resolve(v, now)
	return !ok
}
