package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
	"github.com/salesflow/salesflow/sequences"
)

// fitCommand learns a model from histories.
type fitCommand struct{}

// Run reads histories as JSON lines from standard input and prints the model. A line that cannot be read is
// named on standard error and left out.
func (c *fitCommand) Run() error {
	model, err := fitLines(os.Stdin, os.Stderr)
	if err != nil {
		return err
	}
	return encode(os.Stdout, model)
}

func fitLines(in io.Reader, complaints io.Writer) (timing.Model, error) {
	var records []timing.Record
	known := time.Time{}
	err := eachSituation(in, func(s *situationLine) error {
		r := timing.Record{User: s.User.ID, Country: s.country(), Lead: s.calendar(), Touches: s.touches()}
		if n := len(r.Touches); n > 0 {
			known = latest(known, r.Touches[n-1].At)
		}
		known = latest(known, s.Now)
		records = append(records, r)
		return nil
	}, func(e lineError) error { return encode(complaints, e) })
	if err != nil {
		return timing.Model{}, err
	}
	return timing.Fit(records, known), nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// decideCommand decides situations.
type decideCommand struct {
	Model string `help:"A model that fit made; without it nothing is assumed that was learned." type:"existingfile"`
}

// decisionLine is a line of output.
type decisionLine struct {
	ID         string           `json:"id"`
	FollowUp   bool             `json:"follow_up"`
	BlockedBy  *string          `json:"blocked_by"`
	Reason     *engine.Reason   `json:"reason"`
	Priority   *engine.Priority `json:"priority"`
	Score      *int             `json:"score"`
	At         *string          `json:"at"`
	Channel    *engine.Channel  `json:"channel"`
	Template   *string          `json:"template"`
	Confidence *float64         `json:"confidence"`
	Evidence   float64          `json:"evidence"`
	Reply3h    *float64         `json:"reply_3h"`
	Reply24h   *float64         `json:"reply_24h"`
	Bound      bool             `json:"constraint_bound,omitempty"`
	AtSend     *chanceLine      `json:"at_send,omitempty"`
	Why        []string         `json:"why"`
}

type chanceLine struct {
	Reply3h  float64 `json:"reply_3h"`
	Reply24h float64 `json:"reply_24h"`
}

// Run reads situations as JSON lines from standard input and prints a decision for each.
func (c *decideCommand) Run() error {
	model, err := c.model()
	if err != nil {
		return err
	}
	return decideLines(os.Stdin, os.Stdout, model)
}

// decideLines answers each line of in with one of out.
func decideLines(in io.Reader, out io.Writer, model timing.Model) error {
	templates, err := sequences.BuiltIn()
	if err != nil {
		return err
	}
	narrator, err := newNarrator()
	if err != nil {
		return err
	}
	decider := engine.NewDecider(timing.NewBrain(model), templates, compliance.Standard)
	buffered := bufio.NewWriterSize(out, 1<<16)
	err = eachSituation(in, func(s *situationLine) error {
		situation, err := s.situation()
		if err != nil {
			return err
		}
		advice := decider.Decide(situation)
		line := answerTo(s, advice)
		if line.Why, err = narrator.sentences(situation, decider.Why(situation, advice)); err != nil {
			return err
		}
		return encode(buffered, line)
	}, func(e lineError) error { return encode(buffered, e) })
	return errors.Join(err, buffered.Flush())
}

func (c *decideCommand) model() (timing.Model, error) {
	model := timing.DefaultModel()
	if c.Model == "" {
		return model, nil
	}
	text, err := os.ReadFile(c.Model)
	if err != nil {
		return model, err
	}
	if err := json.Unmarshal(text, &model); err != nil {
		return model, fmt.Errorf("--model: %w", err)
	}
	return model, model.Check()
}

func (s *situationLine) situation() (*engine.Situation, error) {
	if s.Now.IsZero() {
		return nil, errors.New("now: missing")
	}
	person, err := s.person()
	return &engine.Situation{
		ID: s.ID, Now: s.Now, UserID: s.User.ID, Country: s.country(), User: person, Lead: s.calendar(),
		Stage: s.Lead.Stage, Sentiment: s.Lead.Sentiment, Channels: s.Lead.Addresses, Consent: s.Lead.Consent,
		Relation: compliance.Known, OptedOut: s.Lead.OptedOut, Touches: s.touches(), SendAt: s.SendAt,
	}, err
}

// answerTo puts a decision into a line. Probabilities have four digits.
func answerTo(s *situationLine, d engine.Advice) decisionLine {
	line := decisionLine{ID: s.ID, FollowUp: d.FollowUp, Evidence: rounded(d.Evidence)}
	if !s.SendAt.IsZero() {
		line.AtSend = &chanceLine{Reply3h: rounded(d.AtSend.In3h), Reply24h: rounded(d.AtSend.In24h)}
	}
	if !d.FollowUp {
		blocked := string(d.BlockedBy)
		line.BlockedBy = &blocked
		return line
	}
	at, day, early := d.At.In(s.calendar().Zone()).Format(time.RFC3339), rounded(d.Chance.In24h), rounded(d.Chance.In3h)
	line.Reason, line.Priority, line.Score, line.At = &d.Reason, &d.Priority, &d.Score, &at
	line.Channel, line.Template, line.Bound = &d.Channel, &d.Template, d.Bound
	line.Confidence, line.Reply3h, line.Reply24h = &day, &early, &day
	return line
}

func rounded(p float64) float64 { return math.Round(p*1e4) / 1e4 }
