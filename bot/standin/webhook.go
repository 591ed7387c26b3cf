package standin

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	firstRetry    = time.Second
	slowestRetry  = time.Minute
	longestRetry  = time.Hour // of what a Retry-After header may ask for
	maxHookAnswer = 1 << 20
)

type webhook struct {
	URL         string `json:"url"`
	Secret      string `json:"secret"`
	Connections int    `json:"connections"`
	ErrorAt     int64  `json:"error_at"`
	Error       string `json:"error"`
}

// secretToken is never changed; compiling once is why it is a variable.
var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

// setWebhook takes plain http too, as a self-hosted Bot API server does.
func (t *Telegram) setWebhook(c *call) (any, error) {
	target, secret := c.args["url"], c.args["secret_token"]
	if target == "" {
		return t.deleteWebhook(c)
	}
	if u, err := url.Parse(target); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if len(secret) > 256 {
		return nil, badRequest("secret token is too long")
	}
	if !secretToken.MatchString(secret) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	connections, err := c.integer("max_connections", 40)
	if err != nil {
		return nil, err
	}
	var allowed []string
	if err := c.object("allowed_updates", &allowed); err != nil {
		return nil, err
	}
	if allowed != nil {
		t.allow(allowed)
	}
	if err := t.dropPending(c); err != nil {
		return nil, err
	}
	t.endPoll()
	t.s.Webhook = webhook{URL: target, Secret: secret, Connections: int(min(max(connections, 1), 100))}
	t.restartDelivery()
	return true, t.commit()
}

func (t *Telegram) deleteWebhook(c *call) (any, error) {
	if err := t.dropPending(c); err != nil {
		return nil, err
	}
	t.s.Webhook = webhook{}
	t.restartDelivery()
	return true, t.commit()
}

func (t *Telegram) dropPending(c *call) error {
	drop, err := c.boolean("drop_pending_updates")
	if drop {
		t.s.Pending = nil
	}
	return err
}

func (t *Telegram) webhookInfo() any {
	t.expire()
	h := t.s.Webhook
	info := map[string]any{"url": h.URL, "has_custom_certificate": false, "pending_update_count": len(t.s.Pending)}
	if h.URL != "" {
		info["max_connections"] = h.Connections
	}
	if h.ErrorAt != 0 {
		info["last_error_date"], info["last_error_message"] = h.ErrorAt, h.Error
	}
	if t.s.Allowed != nil {
		info["allowed_updates"] = t.s.Allowed
	}
	return info
}

// delivery brings updates to one webhook, until another one is set.
type delivery struct {
	webhook
	ctx    context.Context
	cancel context.CancelFunc
	slots  chan struct{}
	flying map[string]bool // queues with an update on its way; under mu
}

func (t *Telegram) restartDelivery() {
	if t.hook != nil {
		t.hook.cancel()
		t.hook = nil
	}
	if t.s.Webhook.URL == "" {
		return
	}
	d := &delivery{webhook: t.s.Webhook, flying: map[string]bool{}, slots: make(chan struct{}, t.s.Webhook.Connections)}
	d.ctx, d.cancel = context.WithCancel(t.ctx)
	t.hook = d
	t.deliver()
}

// deliver starts a courier for every queue that has none. It runs under mu.
func (t *Telegram) deliver() {
	if t.hook == nil || t.ctx.Err() != nil {
		return
	}
	for _, u := range t.s.Pending {
		if !t.hook.flying[u.Queue] {
			t.hook.flying[u.Queue] = true
			t.wg.Add(1)
			go t.drain(t.hook, u.Queue)
		}
	}
}

// drain delivers a queue in order, one update at a time, repeating each until
// the bot accepts it or it expires.
func (t *Telegram) drain(d *delivery, queue string) {
	defer t.wg.Done()
	wait := firstRetry
	for {
		u, ok := t.nextFor(d, queue)
		if !ok {
			return
		}
		asked, err := t.post(d, u)
		t.settle(d, u, err)
		if err == nil {
			wait = firstRetry
			continue
		}
		select {
		case <-t.o.After(max(wait, asked)):
		case <-d.ctx.Done():
			return
		}
		wait = min(2*wait, slowestRetry)
	}
}

func (t *Telegram) nextFor(d *delivery, queue string) (update, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expire()
	i := slices.IndexFunc(t.s.Pending, func(u update) bool { return u.Queue == queue })
	if i < 0 || d.ctx.Err() != nil {
		delete(d.flying, queue)
		return update{}, false
	}
	return t.s.Pending[i], true
}

// settle notes what became of an attempt. An update whose webhook was replaced
// meanwhile stays, and so arrives twice, as it does in life.
func (t *Telegram) settle(d *delivery, u update, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if d.ctx.Err() != nil {
		return
	}
	if err != nil {
		t.s.Webhook.ErrorAt, t.s.Webhook.Error = t.o.Now().Unix(), err.Error()
		return
	}
	t.s.Pending = slices.DeleteFunc(t.s.Pending, func(other update) bool { return other.ID == u.ID })
	if err := t.save(); err != nil {
		t.s.Webhook.Error = err.Error()
	}
}

// post makes one attempt. Any 2xx is success; the duration is what a Retry-After
// header asks for.
func (t *Telegram) post(d *delivery, u update) (time.Duration, error) {
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
	request, err := http.NewRequestWithContext(d.ctx, http.MethodPost, d.URL, bytes.NewReader(u.Body))
	if err != nil {
		return 0, fmt.Errorf("bad webhook address")
	}
	request.Header.Set("Content-Type", "application/json")
	if d.Secret != "" {
		request.Header.Set("X-Telegram-Bot-Api-Secret-Token", d.Secret)
	}
	response, err := t.o.Client.Do(request)
	if err != nil {
		return 0, fmt.Errorf("connection failed")
	}
	defer func() { _ = response.Body.Close() }() // read to the end or given up
	if response.StatusCode/100 != 2 {
		asked := time.Duration(number(response.Header.Get("Retry-After"), 0)) * time.Second
		return min(asked, longestRetry), fmt.Errorf("wrong response from the webhook: %d %s", response.StatusCode, http.StatusText(response.StatusCode))
	}
	t.runAnswer(d, response)
	return 0, nil
}

// runAnswer runs the method a webhook answered with. Nobody learns the result;
// methods that read or that change the webhook are ignored.
func (t *Telegram) runAnswer(d *delivery, response *http.Response) {
	c := &call{args: map[string]string{}, files: map[string]upload{}}
	body := io.LimitReader(response.Body, maxHookAnswer)
	if err := c.readBody(response.Header.Get("Content-Type"), body); err != nil {
		return
	}
	c.method = c.args["method"]
	name := strings.ToLower(c.method)
	if strings.HasPrefix(name, "get") || slices.Contains([]string{"setwebhook", "deletewebhook", "close", "logout"}, name) || !t.knows(name) {
		return
	}
	t.announce(c.method)
	_, err := t.execute(d.ctx, c)
	status := http.StatusOK
	if err != nil {
		status = http.StatusBadRequest
	}
	t.record(c, status)
}
