package standin

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// state is everything that survives a restart.
type state struct {
	NextUpdate  int64                 `json:"next_update"`
	NextMessage int64                 `json:"next_message"`
	NextOther   int64                 `json:"next_other"` // files and queries
	Chats       []*chat               `json:"chats"`
	Files       map[string]storedFile `json:"files"`
	Queries     map[string]query      `json:"queries"`
	Pending     []update              `json:"pending"`
	Allowed     []string              `json:"allowed"` // nil: the default kinds
	Webhook     webhook               `json:"webhook"`
	Commands    map[string][]command  `json:"commands"`
}

// chat is one person with everything on their phone.
type chat struct {
	Person   Person    `json:"person"`
	Started  bool      `json:"started"`
	Blocked  bool      `json:"blocked"`
	Read     int64     `json:"read"` // highest message id seen on the page
	Messages []Message `json:"messages"`
	Keyboard *Keyboard `json:"keyboard,omitempty"`

	action  string // typing, upload_document, …
	actsTil time.Time
	draft   *draft
	answers []Answer
}

// load reads the state file, or begins anew. First ids come from the real
// clock, so that a bot which remembers an earlier, lost world never meets an
// id twice.
func (t *Telegram) load() error {
	first := max(t.o.Real().Unix()-1_700_000_000, 1)
	t.s = state{NextUpdate: first, NextMessage: first, NextOther: first}
	if t.o.StateFile != "" {
		raw, err := os.ReadFile(t.o.StateFile)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("state of the stand-in: %w", err)
		}
		if err == nil && json.Unmarshal(raw, &t.s) != nil {
			return fmt.Errorf("state of the stand-in is no valid JSON")
		}
	}
	if t.s.Files == nil {
		t.s.Files = map[string]storedFile{}
	}
	if t.s.Queries == nil {
		t.s.Queries = map[string]query{}
	}
	if t.s.Commands == nil {
		t.s.Commands = map[string][]command{}
	}
	return nil
}

// save writes the snapshot beside the state file and renames it, so a killed
// process leaves the old or the new state, never half of one. It runs under mu.
func (t *Telegram) save() error {
	if t.o.StateFile == "" {
		return nil
	}
	raw, err := json.Marshal(t.s)
	if err != nil {
		return fmt.Errorf("state of the stand-in: %w", err)
	}
	return replaceFile(t.o.StateFile, raw)
}

func replaceFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("state of the stand-in: %w", err)
	}
	if err := os.WriteFile(name+".new", content, 0o600); err != nil {
		return fmt.Errorf("state of the stand-in: %w", err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		return fmt.Errorf("state of the stand-in: %w", err)
	}
	return nil
}

// commit publishes a change: long polls wake, deliveries start, the state is
// saved. It runs under mu.
func (t *Telegram) commit() error {
	t.touch()
	t.deliver()
	return t.save()
}

// touch wakes the page for a change that is not worth saving.
func (t *Telegram) touch() {
	t.version++
	close(t.changed)
	t.changed = make(chan struct{})
}

func (t *Telegram) chat(person int64) *chat {
	for _, c := range t.s.Chats {
		if c.Person.ID == person {
			return c
		}
	}
	return nil
}

func (t *Telegram) nextOther() string {
	t.s.NextOther++
	return strconv.FormatInt(t.s.NextOther, 10)
}

// at is the index of a message in the chat, or -1.
func (c *chat) at(id int64) int {
	return slices.IndexFunc(c.Messages, func(m Message) bool { return m.ID == id })
}

// number is s as a decimal number, or otherwise.
func number(s string, otherwise int64) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return otherwise
	}
	return n
}
