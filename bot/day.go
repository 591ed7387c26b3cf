package bot

import (
	"fmt"
	"html/template"
	"strconv"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// homeZone is where a day without a zone lies. The clocks of all regions that timing knows agree with it.
const homeZone = "Europe/Berlin"

const (
	daysOfWeek = 7
	nearMonths = 6
)

// occasion is a day, and a time of day unless only the day was meant, seen from today.
type occasion struct {
	time.Time
	ahead int // days from today, negative in the past
}

// occasion reads a time argument: RFC 3339 with the user's own offset, or a date as midnight UTC.
func (s *speaker) occasion(value any) (occasion, error) {
	at, err := instant(value)
	if err != nil {
		return occasion{}, err
	}
	zone := at.Location()
	if _, offset := at.Zone(); offset == 0 && at.Equal(at.Truncate(24*time.Hour)) {
		zone = s.home // a date, without a zone
	}
	today := timing.DateOf(s.clock.Now().In(zone))
	return occasion{Time: at, ahead: timing.DateOf(at).DaysSince(today)}, nil
}

func instant(value any) (time.Time, error) {
	switch value := value.(type) {
	case time.Time:
		return value, nil
	case string:
		at, err := time.Parse(time.RFC3339, value)
		if err != nil {
			return at, fmt.Errorf("not a time of the form RFC 3339")
		}
		return at, nil
	}
	return time.Time{}, fmt.Errorf("not a time but %T", value)
}

// day says "heute", "morgen" or "Mo 23.11.".
func (s *speaker) day(value any) (template.HTML, error) {
	o, err := s.occasion(value)
	if err != nil {
		return "", err
	}
	switch o.ahead {
	case -1:
		return s.say("day.yesterday", nil)
	case 0:
		return s.say("day.today", nil)
	case 1:
		return s.say("day.tomorrow", nil)
	}
	return s.date(o)
}

// on says "heute", "morgen" or "am Mo 23.11.".
func (s *speaker) on(value any) (template.HTML, error) {
	o, err := s.occasion(value)
	if err != nil {
		return "", err
	}
	day, err := s.day(value)
	if err != nil || (o.ahead >= -1 && o.ahead <= 1) {
		return day, err
	}
	return s.say("day.on", map[string]any{"day": day})
}

// moment says "8 Uhr" for today, "morgen 8 Uhr", "Mo 8 Uhr" within a week, else "Mo 23.11. 8 Uhr".
func (s *speaker) moment(value any) (template.HTML, error) {
	o, err := s.occasion(value)
	if err != nil {
		return "", err
	}
	hour, err := s.hour(value)
	if err != nil || o.ahead == 0 {
		return hour, err
	}
	day, err := s.day(value)
	if o.ahead > 1 && o.ahead < daysOfWeek {
		day, err = s.weekday(o.Weekday())
	}
	return day + " " + hour, err
}

// date says "Mo 23.11.", with the year when it is another one and not near.
func (s *speaker) date(o occasion) (template.HTML, error) {
	weekday, err := s.weekday(o.Weekday())
	if err != nil {
		return "", err
	}
	args := map[string]any{"weekday": weekday, "day": o.Day(), "month": int(o.Month()), "year": o.Year()}
	if today := o.AddDate(0, 0, -o.ahead); today.Year() != o.Year() && o.far(today) {
		return s.say("day.date_year", args)
	}
	return s.say("day.date", args)
}

// far reports whether a day is more than nearMonths away, so that its year does not go without saying.
func (o occasion) far(today time.Time) bool {
	return o.After(today.AddDate(0, nearMonths, 0)) || o.Before(today.AddDate(0, -nearMonths, 0))
}

func (s *speaker) weekday(w time.Weekday) (template.HTML, error) {
	return s.word("weekday", strconv.Itoa(int(w)))
}

// hour says "8 Uhr" or "8:30 Uhr", of a time or of a wall clock such as "08:30".
func (s *speaker) hour(value any) (template.HTML, error) {
	if setting, ok := value.(string); ok {
		if w, err := timing.ParseWallClock(setting); err == nil {
			return s.clockTime(w.Hour, w.Minute)
		}
	}
	at, err := instant(value)
	if err != nil {
		return "", err
	}
	return s.clockTime(at.Hour(), at.Minute())
}

func (s *speaker) clockTime(hour, minute int) (template.HTML, error) {
	if minute == 0 {
		return s.say("hour.full", map[string]any{"hour": hour})
	}
	return s.say("hour.minutes", map[string]any{"hour": hour, "minute": fmt.Sprintf("%02d", minute)})
}

// past reports whether a time lies before today.
func (s *speaker) past(value any) (bool, error) {
	o, err := s.occasion(value)
	return o.ahead < 0, err
}

// ago says how long ago something was, with one family of words: "vor 3 Tagen", "seit gestern", "von heute".
func (s *speaker) ago(family string) func(days int) (template.HTML, error) {
	return func(days int) (template.HTML, error) {
		switch days {
		case 0:
			return s.say(family+".today", nil)
		case 1:
			return s.say(family+".yesterday", nil)
		}
		return s.say(family+".days", map[string]any{"days": days})
	}
}

// The hours at which a greeting changes.
const (
	endOfMorning = 11
	evening      = 18
)

// greet says good morning as long as it is one.
func (s *speaker) greet() (template.HTML, error) {
	switch hour := s.clock.Now().In(s.home).Hour(); {
	case hour < endOfMorning:
		return s.say("greet.morning", nil)
	case hour < evening:
		return s.say("greet.day", nil)
	}
	return s.say("greet.evening", nil)
}
