package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/salesflow/salesflow/engine"
)

const (
	longPoll     = 50 * time.Second // Telegram's own limit
	pollTimeout  = longPoll + 15*time.Second
	chatsAtOnce  = 8
	firstPause   = time.Second
	longestPause = time.Minute
)

// answer is the envelope around every answer of the Bot API.
type answer struct {
	OK         bool              `json:"ok"`
	Result     []json.RawMessage `json:"result"`
	ErrorCode  int               `json:"error_code"`
	Parameters struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

// Poll fetches updates and hands each to receive until ctx ends; it is the alternative to webhooks. An update
// counts as fetched only when receive returned nil or engine.ErrInviteNeeded; after any other error it is tried
// again. The updates of one chat stay in order.
func (t *Telegram) Poll(ctx context.Context, receive func(context.Context, engine.Inbound) error) {
	offset, failures := int64(0), 0
	for ctx.Err() == nil {
		updates, err := t.updates(ctx, offset)
		if err != nil {
			failures++
			t.backOff(ctx, failures, err)
			continue
		}
		failures = 0
		if err := t.deliver(ctx, updates, receive); err != nil {
			return
		}
		offset = max(offset, behind(updates))
	}
}

// updates waits for the updates from an offset on, and so confirms those before it.
func (t *Telegram) updates(ctx context.Context, offset int64) ([]json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	ask, err := json.Marshal(map[string]any{
		"offset": offset, "timeout": int(longPoll.Seconds()), "allowed_updates": allowedUpdates(),
	})
	if err != nil {
		return nil, err
	}
	address := t.config.APIURL + "/bot" + t.config.Token + "/getUpdates"
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(ask))
	if err != nil {
		return nil, errors.New("the address of the bot api is broken")
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := t.wire.patient().Do(request)
	if err != nil {
		return nil, err
	}
	var a answer
	if err := json.NewDecoder(response.Body).Decode(&a); err != nil {
		return nil, errors.New("an answer of the bot api is no JSON")
	}
	if a.Parameters.RetryAfter > 0 {
		return nil, &engine.Later{After: time.Duration(a.Parameters.RetryAfter) * time.Second}
	}
	if !a.OK {
		return nil, fmt.Errorf("the bot api refuses updates: status %d", a.ErrorCode)
	}
	if len(a.Result) > 0 && behind(a.Result) <= offset {
		return nil, errors.New("the bot api repeats updates")
	}
	return a.Result, nil
}

// backOff waits after a failure: as long as Telegram asks, else longer with every one.
func (t *Telegram) backOff(ctx context.Context, failures int, err error) {
	wait := growing(failures)
	if later, ok := errors.AsType[*engine.Later](err); ok {
		wait = later.After
	}
	if ctx.Err() == nil {
		t.config.Log.WarnContext(ctx, "no updates from telegram", "error", err, "wait", wait)
	}
	_ = t.config.Wait(ctx, wait) // fails when ctx ends, which the caller sees
}

func growing(failures int) time.Duration {
	return min(firstPause<<min(failures-1, 10), longestPause)
}

// behind is the offset behind updates.
func behind(updates []json.RawMessage) int64 {
	offset := int64(0)
	for _, raw := range updates {
		var u struct {
			ID int64 `json:"update_id"`
		}
		if json.Unmarshal(raw, &u) == nil && u.ID > 0 {
			offset = max(offset, u.ID+1)
		}
	}
	return offset
}

// deliver hands over updates, several chats at a time, and returns when all are committed. It fails only when
// ctx ends.
func (t *Telegram) deliver(ctx context.Context, updates []json.RawMessage, receive func(context.Context, engine.Inbound) error) error {
	var wait sync.WaitGroup
	slots := make(chan struct{}, chatsAtOnce)
	for _, chat := range t.byChat(ctx, updates) {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			for _, in := range chat {
				t.commit(ctx, in, receive)
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

// byChat sorts what is for us by sender, in the order of arrival.
func (t *Telegram) byChat(ctx context.Context, updates []json.RawMessage) [][]engine.Inbound {
	place := map[string]int{}
	var chats [][]engine.Inbound
	for _, raw := range updates {
		in, ok, err := FromTelegram(raw)
		if err != nil {
			t.config.Log.WarnContext(ctx, "an update of telegram cannot be read")
		}
		if !ok {
			continue
		}
		i, known := place[in.Sender]
		if !known {
			i = len(chats)
			place[in.Sender] = i
			chats = append(chats, nil)
		}
		chats[i] = append(chats[i], in)
	}
	return chats
}

// commit tries until in is decided or ctx ends.
func (t *Telegram) commit(ctx context.Context, in engine.Inbound, receive func(context.Context, engine.Inbound) error) {
	for failures := 1; ctx.Err() == nil; failures++ {
		err := receive(ctx, in)
		if errors.Is(err, engine.ErrInviteNeeded) {
			t.Refuse(ctx, in, engine.ErrInviteNeeded.Key)
			return
		}
		if err == nil {
			return
		}
		t.config.Log.WarnContext(ctx, "an update waits for another try", "error", err)
		_ = t.config.Wait(ctx, growing(failures)) // fails when ctx ends, which the loop sees
	}
}
