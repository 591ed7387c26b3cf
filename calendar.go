package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// event is one line of a simulated calendar.
type event struct {
	At         time.Time             `json:"at"`
	Lead       string                `json:"lead,omitempty"`
	Event      string                `json:"event"` // plan, write, answer, blocked, rest, skip or run
	Due        *time.Time            `json:"due,omitempty"`
	Channel    engine.Channel        `json:"channel,omitempty"`
	Reason     engine.Reason         `json:"reason,omitempty"`
	Template   string                `json:"template,omitempty"`
	Intent     timing.Answer         `json:"intent,omitempty"`
	BlockedBy  compliance.Reason     `json:"blocked_by,omitempty"`
	Holiday    string                `json:"holiday,omitempty"`
	Sequence   string                `json:"sequence,omitempty"`
	Step       string                `json:"step,omitempty"`
	Status     engine.RunStatus      `json:"status,omitempty"` // of a run that has ended or pauses
	Outcome    engine.RunOutcome     `json:"outcome,omitempty"`
	Action     engine.SequenceAction `json:"action,omitempty"`
	Next       string                `json:"next_sequence,omitempty"`
	Confidence float64               `json:"confidence,omitempty"`
	Why        []string              `json:"why,omitempty"`
}

func eventOf(what string, a engine.Advice) event {
	e := event{
		Event: what, Channel: a.Channel, Reason: a.Reason, Template: a.Template, Confidence: rounded(a.Chance.In24h),
	}
	if what == "plan" {
		e.Due = &a.At
	}
	return e
}

// calendar prints events in the order of time.
type calendar struct {
	out      io.Writer
	narrator *narrator
	json     bool
	days     []event // of rest, still to come
}

// upTo prints the days of rest that begin before something happens with a lead; all of them when nothing does.
func (c *calendar) upTo(l *madeUp) error {
	for len(c.days) > 0 && (l == nil || !c.days[0].At.After(l.next())) {
		e := c.days[0]
		c.days = c.days[1:]
		if err := c.print(e, e.At, nil); err != nil {
			return err
		}
	}
	return nil
}

// put prints what happens with a lead now.
func (c *calendar) put(l *madeUp, e event, reasons []engine.Because) error {
	zone := l.s.User.Calendar.Zone()
	e.Lead, e.At = l.name, l.s.Now.In(zone)
	if e.Due != nil {
		due := e.Due.In(zone)
		e.Due = &due
	}
	return c.print(e, l.s.Now, reasons)
}

// print prints a line; the text leaves out the reasons that the line itself shows.
func (c *calendar) print(e event, now time.Time, reasons []engine.Because) (err error) {
	if !c.json {
		reasons = slices.DeleteFunc(reasons, func(b engine.Because) bool {
			return slices.Contains([]string{"because.moment", "because.chance", "because.change"}, b.Key) || strings.HasPrefix(b.Key, "channel_reason.")
		})
	}
	if e.Why, err = c.narrator.sentences(&engine.Situation{Now: now}, reasons); err != nil {
		return err
	}
	if c.json {
		return encode(c.out, e)
	}
	args := engine.Args{"channel": string(e.Channel), "intent": string(e.Intent), "holiday": e.Holiday,
		"step": e.Step, "status": string(e.Status), "action": string(e.Action), "next": e.Next}
	if e.Due != nil {
		args["due"] = *e.Due
	}
	what, err := c.narrator.texts.Label("de", "event."+e.Event, args)
	if err != nil {
		return err
	}
	weekday, err := c.narrator.texts.Label("de", "weekday."+strconv.Itoa(int(e.At.Weekday())), nil)
	if err != nil {
		return err
	}
	line := fmt.Sprintf("%s %s  %-9s %s", weekday, e.At.Format("02.01. 15:04"), e.Lead, strings.Join(append([]string{what}, e.Why...), " "))
	_, err = fmt.Fprintln(c.out, strings.TrimRight(line, " "))
	return err
}

// complain prints what is wrong with a line of input.
func (c *calendar) complain(e lineError) error { return encode(c.out, e) }
