package main

import (
	"math"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/salesflow/salesflow/engine/language"
)

// classifyCommand reads what leads wrote.
type classifyCommand struct {
	Now string `help:"The time it is (RFC 3339); without it the clock's."`
	TZ  string `name:"tz" default:"Europe/Berlin" help:"Zone of the messages."`
}

// classifyAnswer is one line of output.
type classifyAnswer struct {
	Intent     language.Intent    `json:"intent"`
	Objection  language.Objection `json:"objection,omitempty"`
	Confidence float64            `json:"confidence"`
	Hard       bool               `json:"hard"`
	Due        string             `json:"due,omitempty"`
	Error      string             `json:"error,omitempty"`
}

// Run answers a message per line of standard input with a JSON object per line.
func (c *classifyCommand) Run(s *settings) error {
	now, err := nowIn(c.Now, c.TZ, s)
	if err != nil {
		return err
	}
	return eachLine(os.Stdin, func(line string) error {
		return encode(os.Stdout, classify(line, now))
	})
}

// classify reads one line; one that is no message has an error beside an intent that means nothing.
func classify(line string, now time.Time) classifyAnswer {
	switch {
	case !utf8.ValidString(line):
		return classifyAnswer{Intent: language.MeansNeutral, Error: "not UTF-8"}
	case strings.TrimSpace(line) == "":
		return classifyAnswer{Intent: language.MeansNeutral, Error: "empty"}
	}
	r := language.ReadReply(line, now)
	a := classifyAnswer{
		Intent: r.Intent, Objection: r.Objection, Hard: r.Hard,
		Confidence: math.Round(r.Confidence*100) / 100,
	}
	if !r.Due.IsZero() {
		layout := time.DateOnly
		if r.Timed {
			layout = time.RFC3339
		}
		a.Due = r.Due.Format(layout)
	}
	return a
}
