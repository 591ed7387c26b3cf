package timing

import (
	"fmt"
	"time"
)

// WallClock is a time of day as a clock on the wall shows it, without date and zone.
type WallClock struct {
	Hour   int // 0 to 23
	Minute int // 0 to 59
}

// ParseWallClock reads "08:00" to "23:59". It fails on anything else.
func ParseWallClock(s string) (WallClock, error) {
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return WallClock{}, fmt.Errorf("not a time of day of the form HH:MM")
	}
	return WallClock{Hour: t.Hour(), Minute: t.Minute()}, nil
}

// String returns w as "08:00".
func (w WallClock) String() string { return fmt.Sprintf("%02d:%02d", w.Hour, w.Minute) }

// at resolves a wall clock in a zone. In spring an hour is missing: its times become the first moment after
// the gap. In autumn an hour comes twice: its times are those of the first pass.
func (w WallClock) at(d Date, zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, w.Hour, w.Minute, 0, 0, zone)
	start, end := t.ZoneBounds()
	if shown := wall(t); shown != wallAs(d, w) {
		// Go resolves a missing time in one of the two offsets around the gap and leaves open which.
		if shown > wallAs(d, w) {
			return start
		}
		return end
	}
	if start.IsZero() {
		return t
	}
	_, before := start.Add(-time.Second).Zone()
	_, now := t.Zone()
	first := t.Add(time.Duration(now-before) * time.Second)
	if first.Before(start) && wall(first) == wall(t) {
		return first
	}
	return t
}

// wall is what the clock on t's wall shows, as seconds of a zoneless calendar.
func wall(t time.Time) int64 {
	_, offset := t.Zone()
	return t.Unix() + int64(offset)
}

func wallAs(d Date, w WallClock) int64 {
	return time.Date(d.Year, d.Month, d.Day, w.Hour, w.Minute, 0, 0, time.UTC).Unix()
}
