package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// situationLine is a line of input of fit and decide.
type situationLine struct {
	ID   string    `json:"id"`
	Now  time.Time `json:"now"`
	User struct {
		ID         string `json:"id"`
		Timezone   string `json:"timezone"`
		Region     string `json:"region"`
		ActiveFrom string `json:"active_from"`
		ActiveTo   string `json:"active_to"`
	} `json:"user"`
	Lead struct {
		Stage     engine.Stage     `json:"stage"`
		Timezone  string           `json:"timezone"`
		Region    string           `json:"region"`
		Sentiment engine.Sentiment `json:"sentiment"`
		Addresses []engine.Channel `json:"addresses"`
		OptedOut  bool             `json:"opted_out"`
		Consent   compliance.State `json:"consent"`
		leadFacts
	} `json:"lead"`
	Touches []touchLine `json:"touches"`
	SendAt  time.Time   `json:"send_at"`
}

type touchLine struct {
	At        time.Time        `json:"at"`
	Direction engine.Direction `json:"direction"`
	Channel   engine.Channel   `json:"channel"`
	Template  string           `json:"template"`
	Intent    timing.Answer    `json:"intent"`
}

// The values that the lines may have.
var (
	stages = []engine.Stage{"", engine.StageNew, engine.StageContacted, engine.StageReplied, engine.StageInterested,
		engine.StageAppointment, engine.StageClosing, engine.StageCustomer, engine.StagePartner, engine.StageNurture,
		engine.StageLost}
	sentiments = []engine.Sentiment{"", engine.Hot, engine.Warm, engine.Cold}
	channels   = []engine.Channel{engine.Telegram, engine.WhatsApp, engine.SMS, engine.Phone, engine.Call, engine.Email}
	directions = []engine.Direction{engine.In, engine.Out}
	consents   = []compliance.State{"", compliance.None, compliance.InboundWindow, compliance.Granted, compliance.Claimed,
		compliance.ExistingCustomer, compliance.Stale, compliance.Withdrawn, compliance.Objected, compliance.Suppressed,
		compliance.NumberInvalid}
)

// check reports the first value that is none of those known.
func (s *situationLine) check() error {
	if err := oneOf("lead.stage", s.Lead.Stage, stages); err != nil {
		return err
	}
	if err := oneOf("lead.sentiment", s.Lead.Sentiment, sentiments); err != nil {
		return err
	}
	if err := oneOf("lead.consent", s.Lead.Consent, consents); err != nil {
		return err
	}
	for _, c := range s.Lead.Addresses {
		if err := oneOf("lead.addresses", c, channels); err != nil {
			return err
		}
	}
	for _, t := range s.Touches {
		if t.At.IsZero() {
			return errors.New("touches.at: missing")
		}
		if err := oneOf("touches.direction", t.Direction, directions); err != nil {
			return err
		}
	}
	return nil
}

func oneOf[T ~string](field string, value T, known []T) error {
	if slices.Contains(known, value) {
		return nil
	}
	return fmt.Errorf("%s: unknown value %q", field, value)
}

// touches are the touches in the order of time.
func (s *situationLine) touches() []timing.Touch {
	touches := make([]timing.Touch, len(s.Touches))
	for i, t := range s.Touches {
		touches[i] = timing.Touch{
			At: t.At, Out: t.Direction == engine.Out, Channel: string(t.Channel), Template: t.Template, Answer: t.Intent,
		}
	}
	slices.SortStableFunc(touches, func(a, b timing.Touch) int { return a.At.Compare(b.At) })
	return touches
}

// calendar is the lead's: its own zone, else that of its region or, failing that, the user's.
func (s *situationLine) calendar() timing.Calendar {
	zone := zoneNamed(s.Lead.Timezone, zoneOfRegion(s.Lead.Region), s.User.Timezone)
	return timing.NewCalendar(zone, timing.Region(s.Lead.Region))
}

func (s *situationLine) person() (p timing.Person, err error) {
	p.Calendar = timing.NewCalendar(zoneNamed(s.User.Timezone, zoneOfRegion(s.User.Region)), timing.Region(s.User.Region))
	if s.User.ActiveFrom == "" && s.User.ActiveTo == "" {
		return p, nil
	}
	if p.ActiveFrom, err = timing.ParseWallClock(s.User.ActiveFrom); err != nil {
		return p, fmt.Errorf("user.active_from: %w", err)
	}
	if p.ActiveTo, err = timing.ParseWallClock(s.User.ActiveTo); err != nil {
		return p, fmt.Errorf("user.active_to: %w", err)
	}
	return p, nil
}

// country is the lead's or, where that is not known, the user's.
func (s *situationLine) country() string {
	if c := timing.Region(s.Lead.Region).Country(); c != "" {
		return c
	}
	return timing.Region(s.User.Region).Country()
}

// zoneNamed loads the first of some zones that exists; UTC when none does.
func zoneNamed(names ...string) *time.Location {
	for _, name := range names {
		if zone, err := time.LoadLocation(name); err == nil && name != "" {
			return zone
		}
	}
	return time.UTC
}

func zoneOfRegion(region string) string {
	if info, ok := timing.FindRegion(timing.Region(region).Country()); ok {
		return info.Zone
	}
	return ""
}

// lineError says what is wrong with a line of input.
type lineError struct {
	Line  int    `json:"line"`
	Error string `json:"error"`
}

// eachSituation calls f for each line; one that cannot be read goes to complain. Empty lines are broken ones.
func eachSituation(r io.Reader, f func(*situationLine) error, complain func(lineError) error) error {
	lines, n := bufio.NewReaderSize(r, 1<<16), 0
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return err
		}
		if len(line) == 0 && err == io.EOF {
			return nil
		}
		n++
		if wrong := readSituation(line, f); wrong != nil {
			if err := complain(lineError{Line: n, Error: wrong.Error()}); err != nil {
				return err
			}
		}
	}
}

func readSituation(line []byte, f func(*situationLine) error) error {
	var s situationLine
	if err := json.Unmarshal(line, &s); err != nil {
		return err
	}
	if err := s.check(); err != nil {
		return err
	}
	return f(&s)
}
