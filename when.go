package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/salesflow/salesflow/engine/language"
)

// whenCommand reads time phrases.
type whenCommand struct {
	Now string `help:"The time it is (RFC 3339); without it the clock's."`
	TZ  string `name:"tz" default:"Europe/Berlin" help:"Zone of the phrases."`
}

// whenAnswer is one line of output: a time, or that it has to be asked for.
type whenAnswer struct {
	At  string `json:"at,omitempty"`
	Ask bool   `json:"ask,omitempty"`
}

// Run answers a phrase per line of standard input with a JSON object per line.
func (c *whenCommand) Run(s *settings) error {
	now, err := nowIn(c.Now, c.TZ, s)
	if err != nil {
		return err
	}
	return eachLine(os.Stdin, func(line string) error {
		m, ok := language.When(line, now)
		if !ok {
			return encode(os.Stdout, whenAnswer{Ask: true})
		}
		return encode(os.Stdout, whenAnswer{At: m.At.Format(time.RFC3339)})
	})
}

// nowIn gives the time that is given, else the clock's, in a zone.
func nowIn(given, tz string, s *settings) (time.Time, error) {
	zone, err := time.LoadLocation(tz)
	if err != nil {
		return time.Time{}, fmt.Errorf("--tz: there is no zone %q", tz)
	}
	now := time.Now()
	if given = firstOf(given, s.Clock); given != "" {
		if now, err = time.Parse(time.RFC3339, given); err != nil {
			return now, fmt.Errorf("--now: %q is not a time such as 2026-11-25T14:00:00+01:00", given)
		}
	}
	return now.In(zone), nil
}

// eachLine calls f for every line, however long, empty ones too.
func eachLine(r io.Reader, f func(line string) error) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line == "" && err == io.EOF {
			return nil
		}
		if err != nil && err != io.EOF {
			return err
		}
		if err := f(strings.TrimRight(line, "\r\n")); err != nil {
			return err
		}
	}
}

// firstOf returns the first value that is set.
func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
