package standin

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// action is what the page may ask for, in one shape for all.
type action struct {
	Person  int64   `json:"person"`
	Text    string  `json:"text"`
	Param   string  `json:"param"`
	Message int64   `json:"message"`
	Button  string  `json:"button"`
	Contact Contact `json:"contact"`
	New     Person  `json:"new"`
	Step    string  `json:"step"`
	From    User    `json:"from"` // forward: who wrote the text
}

// serveAction carries out what the person did on the page. The X-Phone header
// keeps other sites' forms out, the Origin check their scripts.
func (t *Telegram) serveAction(w http.ResponseWriter, r *http.Request, name string) {
	if r.Header.Get("X-Phone") != "1" || !sameOrigin(r) {
		http.Error(w, "only the phone page may do this", http.StatusForbidden)
		return
	}
	result, err := t.act(r, name)
	switch {
	case errors.Is(err, errNoAction):
		http.Error(w, "not found", http.StatusNotFound)
	case err != nil:
		writeJSON(w, http.StatusUnprocessableEntity, map[string]string{"error": err.Error()})
	default:
		writeJSON(w, http.StatusOK, map[string]any{"result": result})
	}
}

func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}

var errNoAction = errors.New("no such action")

func (t *Telegram) act(r *http.Request, name string) (any, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return nil, errors.New("the file is too big")
	}
	if name == "upload" {
		ask := r.URL.Query()
		mime := strings.Clone(r.Header.Get("Content-Type")) // as in owned
		return t.Upload(number(ask.Get("person"), 0), ask.Get("name"), mime, body, ask.Get("caption"))
	}
	var a action
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, errors.New("the request is no valid JSON")
	}
	switch name {
	case "say":
		return t.Say(a.Person, a.Text)
	case "reply":
		return t.Reply(a.Person, a.Message, a.Text)
	case "forward":
		return t.Forward(a.Person, a.From, a.Text)
	case "start":
		return t.Start(a.Person, a.Param)
	case "press":
		return t.Press(a.Person, a.Message, a.Button)
	case "edit":
		return t.Edit(a.Person, a.Message, a.Text)
	case "contact":
		return t.ShareContact(a.Person, a.Contact)
	}
	return t.actAround(r, name, a)
}

// actAround does what is no message.
func (t *Telegram) actAround(r *http.Request, name string, a action) (any, error) {
	switch name {
	case "block":
		return nil, t.Block(a.Person)
	case "unblock":
		return nil, t.Unblock(a.Person)
	case "read":
		return nil, t.read(a.Person, a.Message)
	case "person":
		return t.newcomer(a.New)
	case "clock":
		return nil, t.move(r, a.Step)
	}
	return nil, errNoAction
}

// read notes how far the person has seen their chat.
func (t *Telegram) read(person, message int64) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	ch := t.chat(person)
	if ch == nil {
		return ErrNobody
	}
	if message <= ch.Read {
		return nil
	}
	ch.Read = message
	return t.commit()
}

// newcomer adds somebody who never met the bot, with the next free id.
func (t *Telegram) newcomer(p Person) (int64, error) {
	p.ID = 700_000_001
	t.mu.Lock()
	for _, ch := range t.s.Chats {
		p.ID = max(p.ID, ch.Person.ID+1)
	}
	t.mu.Unlock()
	if p.LanguageCode == "" {
		p.LanguageCode = "de"
	}
	return p.ID, t.AddPerson(p)
}

func (t *Telegram) move(r *http.Request, step string) error {
	to, ok := t.target(step)
	if !ok || t.o.Advance == nil {
		return errNoAction
	}
	if err := t.o.Advance(r.Context(), to); err != nil {
		return errors.New("the clock could not be moved")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.touch()
	return nil
}

// target is where a clock button leads, in local time of Berlin: "morning" is
// the next 8:00, today's if it is still to come.
func (t *Telegram) target(step string) (time.Time, bool) {
	now := t.o.Now().In(t.zone)
	switch step {
	case "hour":
		return now.Add(time.Hour), true
	case "week":
		return now.AddDate(0, 0, 7), true
	case "morning":
		morning := time.Date(now.Year(), now.Month(), now.Day(), 8, 0, 0, 0, t.zone)
		if !morning.After(now) {
			morning = morning.AddDate(0, 0, 1)
		}
		return morning, true
	}
	return time.Time{}, false
}
