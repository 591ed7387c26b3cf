package main

import (
	"time"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/engine"
)

// narrator puts reasons into German sentences, as said at a moment that moves with the situations.
type narrator struct {
	texts *bot.Texts
	at    *moment
}

// moment is a clock that somebody else sets.
type moment struct{ time.Time }

// Now returns the moment.
func (m *moment) Now() time.Time { return m.Time }

func newNarrator() (*narrator, error) {
	at := &moment{}
	texts, err := bot.NewTexts(at)
	return &narrator{texts: texts, at: at}, err
}

// sentences says the reasons of an advice for a situation.
func (n *narrator) sentences(s *engine.Situation, reasons []engine.Because) ([]string, error) {
	n.at.Time = s.Now
	said := make([]string, 0, len(reasons))
	for _, r := range reasons {
		text, err := n.texts.Label("de", r.Key, r.Args)
		if err != nil {
			return nil, err
		}
		said = append(said, text)
	}
	return said, nil
}
