package timing

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// monday is a Monday morning at 9 in UTC on which nothing special is.
var monday = time.Date(2026, time.June, 8, 9, 0, 0, 0, time.UTC)

// said is a message some hours after monday.
type said struct {
	hours  float64
	out    bool
	answer Answer
}

func out(hours float64) said { return said{hours: hours, out: true} }
func in(hours float64) said  { return said{hours: hours, answer: Positive} }

func touchesOf(all ...said) []Touch {
	touches := make([]Touch, len(all))
	for i, s := range all {
		touches[i] = Touch{At: monday.Add(time.Duration(s.hours * float64(time.Hour))), Out: s.out, Answer: s.answer}
	}
	return touches
}

const robotic = 3. / 3600 // hours

func TestHistoryTakesMessagesApart(t *testing.T) {
	type want struct{ attempts, answers, tired, quick, own int }
	for _, c := range []struct {
		name  string
		said  []said
		until float64
		want  want
	}{
		{"nothing", nil, 0, want{}},
		{"one message, not yet answered", []said{out(0)}, 2, want{attempts: 1, tired: 1}},
		{"an answer", []said{out(0), in(2)}, 10, want{attempts: 1, answers: 1}},
		{"a quick answer", []said{out(0), in(.5)}, 10, want{attempts: 1, answers: 1, quick: 1}},
		{"talk after the answer is no attempt", []said{out(0), in(1), out(2), in(3), out(14)}, 20, want{attempts: 1, answers: 1}},
		{"twelve hours of silence end a talk", []said{out(0), in(1), out(13)}, 20, want{attempts: 2, answers: 1, tired: 1}},
		{"an addition belongs to its message", []said{out(0), out(3), in(4)}, 20, want{attempts: 1, answers: 1}},
		{"two silences", []said{out(0), out(24)}, 48, want{attempts: 2, tired: 2}},
		{"an answer ends the silence", []said{out(0), out(24), in(30)}, 48, want{attempts: 2, answers: 1}},
		{"just in time", []said{out(0), in(71.9)}, 100, want{attempts: 1, answers: 1}},
		{"too late to be an answer, but no more silence", []said{out(0), in(80)}, 100, want{attempts: 1, own: 1}},
		{"the lead begins", []said{in(0), out(1)}, 100, want{own: 1}},
		{"a robot answers at once", []said{out(0), in(robotic)}, 10, want{attempts: 1, tired: 1}},
		{"a robot says so", []said{out(0), {hours: 1, answer: Automatic}}, 10, want{attempts: 1, tired: 1}},
		{"a person after the robot", []said{out(0), in(robotic), in(2)}, 10, want{attempts: 1, answers: 1}},
		{"a robot's answer begins no talk", []said{out(0), {hours: 13, answer: Automatic}, out(20)}, 30, want{attempts: 2, tired: 2}},
		{"what comes later is not known", []said{out(0), in(5)}, 4, want{attempts: 1, tired: 1}},
	} {
		var h history
		h.read(touchesOf(c.said...), Calendar{}, monday.Add(time.Duration(c.until*float64(time.Hour))))
		if got := (want{h.attempted, h.answered, h.tired, h.quick, h.own}); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestAttemptsAreWaitedFor(t *testing.T) {
	for _, c := range []struct {
		name   string
		said   []said
		until  float64
		waited float64
		tired  int8
	}{
		{"pending", []said{out(0)}, 2, 2, 0},
		{"until the answer", []said{out(0), in(5)}, 20, 5, 0},
		{"no longer than the window", []said{out(0)}, 500, window, 0},
		{"until the next message", []said{out(0), out(30)}, 500, window, 1},
		{"sent just now", []said{out(0), out(30)}, 30, 0, 1},
		{"the first of an answer's parts", []said{out(0), in(5), in(6)}, 20, 5, 0},
	} {
		var h history
		h.read(touchesOf(c.said...), Calendar{}, monday.Add(time.Duration(c.until*float64(time.Hour))))
		if last := h.attempts[h.n-1]; last.waited != c.waited || last.tired != c.tired {
			t.Errorf("%s: waited %g after %d silences, want %g after %d", c.name, last.waited, last.tired, c.waited, c.tired)
		}
	}
}

func TestHourOfWeekIsThePersons(t *testing.T) {
	for _, c := range []struct {
		zone   string
		region Region
		at     string
		hour   int16
		part   float64
	}{
		{"UTC", "", "2026-06-08T09:30:00Z", 9, .5},
		{"Europe/Berlin", "DE-BY", "2026-06-08T09:30:00Z", 11, .5},
		{"Europe/Berlin", "DE-BY", "2026-06-04T09:00:00+02:00", 6*24 + 9, 0}, // Corpus Christi in Bavaria
		{"Europe/Berlin", "DE-BE", "2026-06-04T09:00:00+02:00", 3*24 + 9, 0},
		{"Europe/Vienna", "AT", "2026-06-07T23:45:00+02:00", 6*24 + 23, .75},
		{"Asia/Kolkata", "", "2026-06-08T09:00:00Z", 14, .5},
		{"Asia/Kathmandu", "", "2026-06-08T09:00:00Z", 14, .75},
		{"Europe/Berlin", "", "2027-03-28T00:59:00Z", 6*24 + 1, 59. / 60}, // and a minute later it is three
		{"Europe/Berlin", "", "2027-03-28T01:00:00Z", 6*24 + 3, 0},
		{"Europe/Berlin", "", "2027-10-31T00:00:00Z", 6*24 + 2, 0}, // an hour that comes twice
		{"Europe/Berlin", "", "2027-10-31T01:00:00Z", 6*24 + 2, 0},
		{"America/New_York", "", "1900-01-01T12:00:00Z", 7, 0},
		{"UTC", "", "9999-12-31T23:00:00Z", 4*24 + 23, 0},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		hour, part := NewCalendar(Zone(c.zone), c.region).hourOfWeek(at)
		if hour != c.hour || !within1e9(part, c.part) {
			t.Errorf("%s in %s %s is hour %d and %.3f, want %d and %.3f", c.at, c.zone, c.region, hour, part, c.hour, c.part)
		}
	}
}

// TestHistoryKeepsTheLatest attempts and counts all.
func TestHistoryKeepsTheLatest(t *testing.T) {
	var all []said
	for i := range 100 {
		all = append(all, out(float64(24*i)), in(float64(24*i)+1+float64(i)/1000))
	}
	var h history
	h.read(touchesOf(all...), Calendar{}, monday.AddDate(1, 0, 0))
	if h.n != mostKept || h.attempted != 100 || h.answered != 100 {
		t.Fatalf("kept %d of %d, %d answered", h.n, h.attempted, h.answered)
	}
	if first := h.attempts[0].waited; !within1e9(first, 1+.04) {
		t.Errorf("the first that is kept was answered after %g hours", first)
	}
}

// anyTouches draws a history in the order of time, from seconds to years long.
func anyTouches(t *rapid.T) []Touch {
	n, at := rapid.IntRange(0, 80).Draw(t, "touches"), monday
	scale := rapid.SampledFrom([]int{1, 60, 3600, 86400}).Draw(t, "scale")
	answers := []Answer{Unread, Positive, Question, Negative, Objection, Automatic, OptOut, PrivacyRequest, "strange"}
	touches := make([]Touch, n)
	for i := range touches {
		at = at.Add(time.Duration(rapid.IntRange(0, 90*scale).Draw(t, "gap")) * time.Second)
		touches[i] = Touch{At: at, Out: rapid.Bool().Draw(t, "out"), Answer: rapid.SampledFrom(answers).Draw(t, "answer")}
	}
	return touches
}

func TestHistoryIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		touches := anyTouches(t)
		now := monday.Add(time.Duration(rapid.IntRange(-10, 5000).Draw(t, "now")) * time.Hour)
		var h history
		h.read(touches, Calendar{}, now)
		if h.answered > h.attempted || h.quick > h.answered || h.tired > h.attempted || h.n > h.attempted {
			t.Fatalf("impossible counts: %d attempts, %d answered, %d quick, %d tired", h.attempted, h.answered, h.quick, h.tired)
		}
		for _, a := range h.attempts[:h.n] {
			if a.waited < 0 || a.waited > window || a.part < 0 || a.part >= 1 || a.at.After(now) {
				t.Fatalf("impossible attempt: %+v", a)
			}
		}
	})
}
