package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
	"github.com/salesflow/salesflow/sequences"
)

// simulateCommand plays what would happen with leads over some days, as a calendar. The same flags and lines give the
// same calendar; without a start it begins now.
type simulateCommand struct {
	Days     int       `help:"How many days; 14, or 60 with a sequence, unless it is given."`
	Leads    int       `help:"How many leads are made up." default:"10"`
	Seed     uint64    `help:"Of chance: another one, other leads and answers." default:"1"`
	Start    time.Time `help:"When it begins, as RFC 3339."`
	TZ       string    `help:"Zone of user and leads." default:"Europe/Berlin"`
	Region   string    `help:"Region of user and leads." default:"DE-BY"`
	Sequence string    `help:"A sequence that the leads follow from the start, by its id. With --stdin, touches that lie ahead are what is going to happen."`
	Stdin    bool      `help:"Play situations (JSON lines, as decide reads them) in place of made-up leads."`
	JSON     bool      `help:"Print JSON lines." name:"json"`
	Model    string    `help:"A model that fit made." type:"existingfile"`
}

// Run prints the calendar.
func (c *simulateCommand) Run() error {
	model, err := (&decideCommand{Model: c.Model}).model()
	if err != nil {
		return err
	}
	if c.Days == 0 {
		c.Days = usualDays
		if c.Sequence != "" {
			c.Days = sequenceDays
		}
	}
	if c.Start.IsZero() {
		c.Start = time.Now().Truncate(time.Minute)
	}
	return c.play(os.Stdin, os.Stdout, model)
}

const (
	usualDays    = 14
	sequenceDays = 60
	mostDays     = 366
	mostLeads    = 10_000
)

func (c *simulateCommand) play(in io.Reader, out io.Writer, model timing.Model) error {
	if c.Days < 1 || c.Days > mostDays || c.Leads < 1 || c.Leads > mostLeads {
		return fmt.Errorf("1 to %d days and 1 to %d leads", mostDays, mostLeads)
	}
	templates, err := sequences.BuiltIn()
	if err != nil {
		return err
	}
	narrator, err := newNarrator()
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(out)
	show := &calendar{out: buffered, narrator: narrator, json: c.JSON}
	leads, err := c.cast(in, show)
	if err != nil {
		return err
	}
	if err := c.enlist(leads); err != nil {
		return err
	}
	s := stage{
		leads: leads, decider: engine.NewDecider(timing.NewBrain(model), templates, compliance.Standard), show: show,
	}
	return errors.Join(s.play(), buffered.Flush())
}

// cast makes up leads, or reads them.
func (c *simulateCommand) cast(in io.Reader, show *calendar) (leads []*madeUp, err error) {
	if c.Stdin {
		err = eachSituation(in, func(line *situationLine) error {
			s, err := line.situation()
			if err == nil {
				lead := newMadeUp(s, line.ID, c.chance(len(leads)), c.Days)
				lead.facts = line.Lead.leadFacts
				leads = append(leads, lead)
			}
			return err
		}, show.complain)
		return leads, err
	}
	if _, err := time.LoadLocation(c.TZ); err != nil {
		return nil, fmt.Errorf("--tz: %w", err)
	}
	for i := range c.Leads {
		chance := c.chance(i)
		line := c.madeUpLine(i, chance)
		s, err := line.situation()
		if err != nil {
			return nil, err
		}
		leads = append(leads, newMadeUp(s, line.ID, chance, c.Days))
	}
	return leads, nil
}

// stage is where the leads play.
type stage struct {
	leads   []*madeUp
	decider *engine.Decider
	show    *calendar
}

// play lets what comes next happen until nothing does any more.
func (s *stage) play() error {
	if err := s.rests(); err != nil {
		return err
	}
	for {
		var next *madeUp
		for _, l := range s.leads {
			if !l.next().After(l.end) && (next == nil || l.next().Before(next.next())) {
				next = l
			}
		}
		if err := s.show.upTo(next); next == nil || err != nil {
			return err
		}
		if err := s.happen(next); err != nil {
			return err
		}
	}
}

// rests notes the days on which the first lead's region rests.
func (s *stage) rests() error {
	if len(s.leads) == 0 {
		return nil
	}
	l := s.leads[0]
	calendar := l.s.Lead
	for day := calendar.Day(l.s.Now); !calendar.Day(l.end).Before(day); day = day.AddDays(1) {
		if rest, ok := calendar.RestOn(day); ok {
			s.show.days = append(s.show.days, event{
				At: calendar.At(day, timing.WallClock{}), Event: "rest", Holiday: rest.Name,
			})
		}
	}
	return nil
}

// listen takes the answer that has come.
func (s *stage) listen(l *madeUp) error {
	if !l.answers() {
		return nil
	}
	answer := l.hear()
	err := s.show.put(l, event{Event: "answer", Channel: engine.Channel(answer.Channel), Intent: answer.Answer}, nil)
	if err != nil {
		return err
	}
	return s.heard(l, answer)
}

// happen lets a lead answer or the user write, or plans the next message.
func (s *stage) happen(l *madeUp) error {
	l.s.Now = l.next()
	if err := s.listen(l); err != nil {
		return err
	}
	if l.run != nil && l.run.Active() && !l.waits() {
		return s.follow(l)
	}
	advice := s.decider.Decide(l.s)
	reasons := s.decider.Why(l.s, advice)
	switch {
	case !advice.FollowUp:
		e := event{Event: "blocked", BlockedBy: advice.BlockedBy}
		repeated := l.blocked == advice.BlockedBy
		l.blocked = advice.BlockedBy
		if l.wait(l.s.Now.Add(24 * time.Hour)); advice.BlockedBy == compliance.ContactedRecently {
			l.wait(latest(l.again, l.s.Now.Add(time.Hour)))
		}
		if repeated {
			return nil
		}
		return s.show.put(l, e, reasons)
	case advice.At.After(l.s.Now):
		moved := !advice.At.Equal(l.planned)
		l.planned = advice.At
		l.wait(advice.At)
		if !moved {
			return nil
		}
		return s.show.put(l, eventOf("plan", advice), reasons)
	}
	err := s.show.put(l, eventOf("write", advice), reasons)
	l.write(advice)
	if l.run != nil && l.run.Active() {
		l.run.Run = l.run.Spoke(l.s.Lead.Day(l.s.Now), l.s.Lead)
	}
	return err
}
