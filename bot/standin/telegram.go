package standin

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options says which bot is played and with which clocks.
type Options struct {
	Token       string // the only token that is let in
	BotUsername string // without @
	BotName     string
	Prefix      string // path everything lives under, such as "/phone"; may be empty

	// Now is the clock of the played world: message dates, lifetimes of
	// updates and queries. Nil means the machine's clock.
	Now func() time.Time
	// Real is the clock of this machine: rate limits, typing indicators and the
	// first ids. Nil means the machine's clock.
	Real func() time.Time
	// After is the timer behind long polls and webhook retries, in real time.
	// Nil means time.After.
	After func(time.Duration) <-chan time.Time
	// Advance is told when the clock is moved on the page and returns when the
	// world has caught up. Nil hides the buttons.
	Advance func(ctx context.Context, to time.Time) error

	// StateFile keeps chats, updates, settings and counters over restarts;
	// files lie beside it in StateFile+".files". Empty means memory only.
	StateFile string
	Client    *http.Client // delivers webhooks; nil means one with a 60 s timeout
	Limit     *Limit       // nil means no rate limit
}

// Telegram is the stand-in. All methods may be called at the same time.
type Telegram struct {
	o       Options
	zone    *time.Location
	page    *template.Template
	methods map[string]method
	limits  limiter

	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu      sync.Mutex
	s       state
	version int64         // grows with every change the page can see
	changed chan struct{} // closed and replaced with every change
	poller  chan struct{} // closed to end the running getUpdates
	hook    *delivery     // nil while no webhook is set
	faults  map[string][]Fault
	onCall  []func(string)
	calls   []Call
}

// Open starts the stand-in, from its state file if there is one. It fails on a
// missing token or a state file that cannot be read.
func Open(o Options) (*Telegram, error) {
	if o.Token == "" || o.BotUsername == "" {
		return nil, fmt.Errorf("stand-in needs a token and a bot name")
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		return nil, fmt.Errorf("time zone of the phone page: %w", err)
	}
	page, err := template.ParseFS(assets, "page/index.html")
	if err != nil {
		return nil, fmt.Errorf("phone page: %w", err)
	}
	t := &Telegram{o: o.filled(), zone: zone, page: page,
		changed: make(chan struct{}), faults: map[string][]Fault{}}
	t.methods = t.methodTable()
	t.limits = limiter{limit: o.Limit, buckets: map[int64]*bucket{}}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	if err := t.load(); err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.restartDelivery()
	return t, nil
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Real == nil {
		o.Real = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: time.Minute}
	}
	if o.BotName == "" {
		o.BotName = o.BotUsername
	}
	o.Prefix = strings.TrimRight(o.Prefix, "/")
	return o
}

// Close ends deliveries and long polls and waits for them. What is pending
// stays in the state file.
func (t *Telegram) Close() error {
	t.mu.Lock()
	t.cancel()
	t.mu.Unlock()
	t.wg.Wait()
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.save()
}

// ServeHTTP serves the Bot API, file downloads and the phone page under the
// prefix. It needs neither streaming nor hijacking, so it may be mounted
// through an adaptor that buffers answers.
func (t *Telegram) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r = owned(r)
	path, ok := strings.CutPrefix(r.URL.Path, t.o.Prefix)
	if !ok {
		http.NotFound(w, r)
		return
	}
	switch {
	case strings.HasPrefix(path, "/bot"):
		t.serveMethod(w, r, strings.TrimPrefix(path, "/bot"))
	case strings.HasPrefix(path, "/file/bot"):
		t.serveFile(w, strings.TrimPrefix(path, "/file/bot"))
	default:
		t.servePage(w, r, path)
	}
}

// owned has copies of what is kept from a request line: behind such an adaptor
// its strings lie in memory that the next request overwrites.
func owned(r *http.Request) *http.Request {
	r = r.WithContext(r.Context())
	address := *r.URL
	address.Path, address.RawQuery = strings.Clone(address.Path), strings.Clone(address.RawQuery)
	r.URL = &address
	return r
}

// bot is the User object of the bot itself.
func (t *Telegram) bot() User {
	id, _, _ := strings.Cut(t.o.Token, ":")
	return User{ID: number(id, 1), IsBot: true, FirstName: t.o.BotName, Username: t.o.BotUsername}
}
