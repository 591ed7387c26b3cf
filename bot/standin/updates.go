package standin

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// dayLife is how long messages and membership changes wait for the bot.
const dayLife = 24 * time.Hour

// longestPoll is the server's cap on the timeout of getUpdates.
const longestPoll = 50

// update waits to be fetched or delivered. Updates of one queue are delivered
// one after the other; different queues may overtake each other.
type update struct {
	ID      int64           `json:"id"`
	Queue   string          `json:"queue"`
	Expires time.Time       `json:"expires"`
	Body    json.RawMessage `json:"body"`
}

// push queues an update of a kind the bot wants. Messages queue by chat, taps by
// user and membership changes by chat again, each in a space of their own. It
// runs under mu and needs a commit.
func (t *Telegram) push(kind string, person int64, life time.Duration, payload any) error {
	if t.s.Allowed != nil && !slices.Contains(t.s.Allowed, kind) {
		return nil
	}
	body, err := json.Marshal(map[string]any{"update_id": t.s.NextUpdate, kind: payload})
	if err != nil {
		return err
	}
	queue := kind
	if kind == "edited_message" {
		queue = "message"
	}
	t.s.Pending = append(t.s.Pending, update{
		ID: t.s.NextUpdate, Queue: queue + ":" + strconv.FormatInt(person, 10), Expires: t.o.Now().Add(life), Body: body,
	})
	t.s.NextUpdate++
	return nil
}

// expire drops updates that nobody fetched in time, silently.
func (t *Telegram) expire() {
	now := t.o.Now()
	t.s.Pending = slices.DeleteFunc(t.s.Pending, func(u update) bool { return now.After(u.Expires) })
}

// getUpdates is the only method that waits, so it takes the lock itself.
func (t *Telegram) getUpdates(ctx context.Context, c *call) (json.RawMessage, error) {
	ask, err := c.poll()
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.s.Webhook.URL != "" {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if ask.allowed != nil {
		t.allow(ask.allowed)
	}
	t.confirm(ask.offset)
	t.endPoll()
	mine := make(chan struct{})
	t.poller = mine
	defer func() {
		if t.poller == mine {
			t.poller = nil
		}
	}()
	timeout := t.o.After(ask.timeout)
	for {
		if batch := t.batch(ask.limit); len(batch) > 0 || ask.timeout == 0 {
			return json.Marshal(batch)
		}
		changed := t.changed
		t.mu.Unlock()
		goOn, err := t.waitForUpdate(ctx, changed, mine, timeout)
		t.mu.Lock()
		if err != nil {
			return nil, err
		}
		if !goOn {
			return json.Marshal(t.batch(ask.limit))
		}
	}
}

// waitForUpdate reports whether something changed; false means time is up.
func (t *Telegram) waitForUpdate(ctx context.Context, changed, ended chan struct{}, timeout <-chan time.Time) (bool, error) {
	select {
	case <-changed:
		return true, nil
	case <-ended:
		return false, conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
	case <-timeout:
	case <-ctx.Done():
	case <-t.ctx.Done():
	}
	return false, nil
}

func conflict(reason string) error {
	return &apiError{Code: http.StatusConflict, Description: "Conflict: " + reason}
}

// endPoll answers a getUpdates that is still waiting with a conflict.
func (t *Telegram) endPoll() {
	if t.poller != nil {
		close(t.poller)
		t.poller = nil
	}
}

// allow sets the kinds of updates; an empty list means the default.
func (t *Telegram) allow(kinds []string) {
	t.s.Allowed = kinds
	if len(kinds) == 0 {
		t.s.Allowed = nil
	}
}

// confirm forgets updates below the offset; a negative one keeps the last -offset.
func (t *Telegram) confirm(offset int64) {
	t.expire()
	if offset < 0 {
		t.s.Pending = t.s.Pending[max(0, len(t.s.Pending)+int(offset)):]
		return
	}
	t.s.Pending = slices.DeleteFunc(t.s.Pending, func(u update) bool { return u.ID < offset })
}

func (t *Telegram) batch(limit int64) []json.RawMessage {
	t.expire()
	batch := []json.RawMessage{}
	for _, u := range t.s.Pending[:min(int(limit), len(t.s.Pending))] {
		batch = append(batch, u.Body)
	}
	return batch
}

type pollArguments struct {
	offset, limit int64
	timeout       time.Duration
	allowed       []string
}

func (c *call) poll() (pollArguments, error) {
	var ask pollArguments
	var err error
	if ask.offset, err = c.integer("offset", 0); err != nil {
		return ask, err
	}
	if ask.limit, err = c.integer("limit", 100); err != nil {
		return ask, err
	}
	if ask.limit < 1 || ask.limit > 100 {
		ask.limit = 100
	}
	seconds, err := c.integer("timeout", 0)
	if err != nil {
		return ask, err
	}
	ask.timeout = time.Duration(min(max(seconds, 0), longestPoll)) * time.Second
	return ask, c.object("allowed_updates", &ask.allowed)
}
