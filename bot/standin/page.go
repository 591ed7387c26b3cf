package standin

import (
	"context"
	"embed"
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed page
var assets embed.FS

// longestWait stays below what proxies and buffering adaptors tolerate.
const longestWait = 25 * time.Second

// shownMessages is how much of a chat the page gets.
const shownMessages = 300

const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'self'; form-action 'none'; frame-ancestors 'none'"

// servePage serves the phone page to browsers on this machine. Names that
// resolve here by trickery, and forms of other sites, are kept out.
func (t *Telegram) servePage(w http.ResponseWriter, r *http.Request, at string) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "no-referrer")
	if !loopback(r.Host) {
		http.Error(w, "the phone page is for this machine only", http.StatusForbidden)
		return
	}
	name, isAction := strings.CutPrefix(at, "/api/")
	switch {
	case isAction && r.Method == http.MethodPost:
		t.serveAction(w, r, name)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	case at == "/api/events":
		t.serveEvents(w, r)
	case at == "/api/file":
		t.servePageFile(w, r)
	case at == "" || at == "/":
		t.serveIndex(w)
	default:
		serveAsset(w, at)
	}
}

func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func (t *Telegram) serveIndex(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", pagePolicy)
	w.Header().Set("Cache-Control", "no-store")
	// An error here means the browser is gone.
	_ = t.page.Execute(w, map[string]string{"Prefix": t.o.Prefix, "Bot": t.o.BotName})
}

func serveAsset(w http.ResponseWriter, at string) {
	content, err := assets.ReadFile("page/" + path.Base(at))
	if err != nil || path.Dir(at) != "/" {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	types := map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
	w.Header().Set("Content-Type", types[path.Ext(at)]+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(content) // a browser that is gone needs no answer
}

// servePageFile lets the person open what is in their chats.
func (t *Telegram) servePageFile(w http.ResponseWriter, r *http.Request) {
	t.mu.Lock()
	f := t.s.Files[r.URL.Query().Get("id")]
	content, err := t.content(f.File.ID)
	t.mu.Unlock()
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	kind, disposition := "application/octet-stream", "attachment"
	switch f.File.MIME {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		kind, disposition = f.File.MIME, "inline"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	w.Header().Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.File.Name}))
	_, _ = w.Write(content) // a browser that is gone needs no answer
}

// pageView is all the page needs to draw itself.
type pageView struct {
	Version int64       `json:"version"`
	Now     int64       `json:"now"` // milliseconds of the played clock
	Moves   bool        `json:"moves"`
	Bot     User        `json:"bot"`
	People  []personRow `json:"people"`
	Chat    *chatView   `json:"chat,omitempty"`
}

type personRow struct {
	Person
	Unread  int  `json:"unread"`
	Blocked bool `json:"blocked"`
}

type chatView struct {
	Person   int64     `json:"person"`
	Started  bool      `json:"started"`
	Blocked  bool      `json:"blocked"`
	Messages []Message `json:"messages"`
	Keyboard *Keyboard `json:"keyboard,omitempty"`
	Action   string    `json:"action,omitempty"`
	ActionMS int64     `json:"action_ms,omitempty"` // real time it still lasts
	Draft    *draft    `json:"draft,omitempty"`
	DraftMS  int64     `json:"draft_ms,omitempty"`
	Answers  []Answer  `json:"answers"`
	Commands []command `json:"commands"`
}

// serveEvents answers at once when the page's version is not the current one,
// otherwise with the next change or after 25 s.
func (t *Telegram) serveEvents(w http.ResponseWriter, r *http.Request) {
	ask := r.URL.Query()
	since := number(ask.Get("since"), -1)
	t.mu.Lock()
	unchanged, changed := t.version == since, t.changed
	t.mu.Unlock()
	if unchanged {
		t.waitForChange(r.Context(), changed)
	}
	t.mu.Lock()
	view := t.view(number(ask.Get("person"), 0))
	t.mu.Unlock()
	writeJSON(w, http.StatusOK, view)
}

func (t *Telegram) waitForChange(ctx context.Context, changed chan struct{}) {
	select {
	case <-changed:
	case <-t.o.After(longestWait):
	case <-ctx.Done():
	case <-t.ctx.Done():
	}
}

// view is drawn under mu; the slices in it are never written to again, except
// for messages, which are copied.
func (t *Telegram) view(person int64) pageView {
	v := pageView{Version: t.version, Now: t.o.Now().UnixMilli(), Moves: t.o.Advance != nil, Bot: t.bot(), People: []personRow{}}
	for _, ch := range t.s.Chats {
		v.People = append(v.People, personRow{Person: ch.Person, Unread: ch.unread(), Blocked: ch.Blocked})
	}
	if ch := t.chat(person); ch != nil {
		v.Chat = t.chatView(ch)
	}
	return v
}

func (c *chat) unread() int {
	n := 0
	for _, m := range c.Messages {
		if m.FromBot() && m.ID > c.Read {
			n++
		}
	}
	return n
}

func (t *Telegram) chatView(ch *chat) *chatView {
	from := max(0, len(ch.Messages)-shownMessages)
	v := &chatView{Person: ch.Person.ID, Started: ch.Started, Blocked: ch.Blocked, Keyboard: ch.Keyboard,
		Messages: append([]Message{}, ch.Messages[from:]...), Answers: append([]Answer{}, ch.answers...),
		Commands: append([]command{}, t.commandsFor(ch.Person)...)}
	now := t.o.Real()
	if left := ch.actsTil.Sub(now); ch.action != "" && left > 0 {
		v.Action, v.ActionMS = ch.action, left.Milliseconds()
	}
	if ch.draft != nil && ch.draft.til.After(now) {
		v.Draft, v.DraftMS = ch.draft, ch.draft.til.Sub(now).Milliseconds()
	}
	return v
}
