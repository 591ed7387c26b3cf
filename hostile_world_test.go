package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/bot/standin/openai"
	"github.com/salesflow/salesflow/engine"
)

// payload is one attempt of testdata/hostile.yaml.
type payload struct {
	Kind, Way, As string
	Texts         []string
}

func hostilePayloads(t *testing.T) (all []payload) {
	t.Helper()
	text, err := os.ReadFile("testdata/hostile.yaml")
	must(t, err)
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	must(t, decoder.Decode(&all))
	for i := range all {
		for j, text := range all[i].Texts {
			all[i].Texts[j] = dressed(text, all[i].As)
		}
	}
	return all
}

// dressed is a text in the clothes in which it comes.
func dressed(text, as string) string {
	switch as {
	case "base64":
		return "Für dich: " + base64.StdEncoding.EncodeToString([]byte(text))
	case "tags":
		return "Klingt gut " + strings.Map(func(r rune) rune { return 0xe0000 + r%0x7f }, text)
	case "zerowidth":
		return strings.Join(strings.Split(text, ""), "\u200b")
	case "huge":
		return strings.Repeat(text, 1<<20/len(text))
	}
	return text
}

// models has a world ask a stand-in for its drafts, and notes what the phones are shown of drafts that grow.
type models struct {
	*openai.Server
	mu     sync.Mutex
	answer openai.Answerer
	grown  []string
	chats  map[string]bool
}

func (m *models) answers(a openai.Answerer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answer = a
}

func (m *models) say(r openai.Request) openai.Answer {
	m.mu.Lock()
	a := m.answer
	m.mu.Unlock()
	return a(r)
}

// shown are the texts of drafts while they grew.
func (m *models) shown() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.grown)
}

// withModels is a world whose program asks a stand-in of a model; change, where there is one, changes its settings.
func withModels(t *testing.T, o openai.Options, change ...func(*world)) (*world, *models) {
	t.Helper()
	m := &models{answer: openai.Writer(), chats: map[string]bool{}}
	o.Answer = m.say
	m.Server = openai.New(o)
	server := httptest.NewUnstartedServer(m.Server)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // connections are cut on purpose
	server.Start()
	t.Cleanup(func() { // after the world has ended
		m.Close()
		server.Close()
	})
	w := newWorld(t, append([]func(*world){func(w *world) {
		phone := httptest.NewServer(m.watch(w.phone))
		t.Cleanup(phone.Close)
		w.settings.OpenAIBaseURL, w.settings.OpenAIModel, w.settings.AITokens = server.URL+"/v1", "writer", 1<<30
		w.settings.TelegramAPIURL = phone.URL
	}}, change...)...)
	return w, m
}

// watch notes what passes on its way to a phone.
func (m *models) watch(phone http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		read := r.Clone(r.Context())
		read.Body = io.NopCloser(bytes.NewReader(body))
		chat, text := read.FormValue("chat_id"), read.FormValue("text")
		m.mu.Lock()
		if chat != "" {
			m.chats[chat] = true
		}
		if strings.HasSuffix(strings.ToLower(r.URL.Path), "/sendmessagedraft") {
			m.grown = append(m.grown, text)
		}
		m.mu.Unlock()
		phone.ServeHTTP(w, r)
	})
}

// team has some people join and start the bot, without the first minute's questions.
func (w *world) team(size int) []*person {
	w.t.Helper()
	for i := range size {
		p := standin.Person{ID: int64(1001 + i), FirstName: title(syllables(i+61) + "mann"), LastName: title(syllables(i+83) + "frau"), LanguageCode: "de"}
		must(w.t, w.phone.AddPerson(p))
		_, err := join(w.t.Context(), w.program.core, engine.NewUser(p.FirstName, w.now()), fmt.Sprint(p.ID))
		must(w.t, err)
		_, err = w.phone.Start(p.ID, "")
		must(w.t, err)
		w.people = append(w.people, &person{Person: p})
	}
	must(w.t, w.settle())
	return w.people
}

// suspect is a lead whose messages are hostile, and one of a user.
type suspect struct {
	payload
	user        *person
	first, last string
	number      string
	owner       engine.UserID
	lead        engine.LeadID
	item        engine.SuggestionID
	stopped     bool // what was written was taken for a stop: nothing is drafted for this lead any more
}

func (s *suspect) name() string { return strings.TrimSpace(s.first + " " + s.last) }

// syllables make names that are nobody's and sound like none of the others.
func syllables(n int) string {
	const consonants, vowels = "bdfgklmnprstwz", "aeiou"
	return string(consonants[n%14]) + string(vowels[n/14%5]) + string(consonants[(n*5+3)%14]) + string(vowels[(n*3+n/7)%5])
}

// suspects gives users the leads of some payloads, in vCards.
func (w *world) suspects(users []*person, payloads []payload) []*suspect {
	var all []*suspect
	cards := map[*person]*strings.Builder{}
	for i, p := range payloads {
		s := &suspect{payload: p, user: users[i%len(users)], number: fmt.Sprintf("+49170444%04d", i)}
		s.first, s.last = title(syllables(i)+"lu"), title(syllables(i+37)+"ser")
		note := ""
		switch p.Way {
		case "name":
			s.first, s.last = p.Texts[0], ""
		case "vcard":
			note = fmt.Sprintf("NOTE:%[1]s\r\nTITLE:%[1]s\r\nORG:%[1]s\r\n", strings.ReplaceAll(p.Texts[0], "\n", " "))
		}
		if cards[s.user] == nil {
			cards[s.user] = &strings.Builder{}
		}
		fmt.Fprintf(cards[s.user], "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%s\r\nTEL:%s\r\n%sEND:VCARD\r\n", s.name(), s.number, note)
		all = append(all, s)
	}
	for user, cards := range cards {
		fmt.Fprintf(cards, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Kanarienvogel Geheimfeld\r\nTEL:+491705550199\r\nEMAIL:kanarien@geheim.example\r\nEND:VCARD\r\n")
		_, err := w.phone.Upload(user.ID, "leads.vcf", "text/vcard", []byte(cards.String()), "")
		must(w.t, err)
	}
	must(w.t, w.settle())
	_, err := w.db.Exec(w.t.Context(), `UPDATE leads SET relation = 'friend'`)
	must(w.t, err)
	_, err = w.db.Exec(w.t.Context(), `UPDATE users SET keep_text = true`)
	must(w.t, err)
	for _, s := range all {
		err := w.db.QueryRow(w.t.Context(), `SELECT l.user_id, l.id FROM leads l JOIN addresses a ON a.lead_id = l.id
			WHERE a.address = $1 LIMIT 1`, s.number).Scan(&s.owner, &s.lead)
		if err != nil {
			w.t.Fatalf("%s is not there: %v", s.name(), err)
		}
	}
	return all
}

func title(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// deliver lets a payload arrive; those in names and cards have.
func (w *world) deliver(s *suspect) (err error) {
	switch s.Way {
	case "reported":
		for _, text := range s.Texts {
			_, said := w.phone.Say(s.user.ID, s.name()+" hat geschrieben: "+text)
			err = errors.Join(err, said)
		}
	case "forward":
		_, err = w.phone.Forward(s.user.ID, standin.User{FirstName: s.first, LastName: s.last}, s.Texts[0])
	case "chat":
		line := func(ago time.Duration, who, text string) string {
			return w.now().Add(-ago).Format("02.01.06, 15:04") + " - " + who + ": " + text + "\n"
		}
		chat := line(3*time.Hour, s.user.FirstName, "Hallo!")
		for i, text := range s.Texts {
			chat += line(2*time.Hour-time.Duration(i)*time.Minute, s.name(), text)
		}
		_, err = w.phone.Upload(s.user.ID, "WhatsApp Chat mit "+s.name()+".txt", "", []byte(chat), "")
	}
	return err
}

// card is the draft of a suspect's open suggestion and the newest one on the phone.
func (w *world) card(s *suspect) (draft, by, seen string) {
	w.t.Helper()
	err := w.db.QueryRow(w.t.Context(), `SELECT id, draft, draft_by FROM suggestions WHERE lead_id = $1 AND closed_at IS NULL`, s.lead).
		Scan(&s.item, &draft, &by)
	if errors.Is(err, pgx.ErrNoRows) {
		must(w.t, w.db.QueryRow(w.t.Context(), `SELECT opted_out_at IS NOT NULL FROM leads WHERE id = $1`, s.lead).Scan(&s.stopped))
	}
	if err != nil && !s.stopped {
		w.t.Errorf("%s has no open suggestion: %v", s.name(), err)
	}
	for _, m := range slices.Backward(w.phone.Chat(s.user.ID)) {
		if m.FromBot() && m.Keyboard != nil {
			return draft, by, marked(m)
		}
	}
	return draft, by, ""
}

// offered is what the API has of a user's drafts.
func (w *world) offered(owner engine.UserID) (drafts []string) {
	w.t.Helper()
	token, err := w.program.db.AddToken(w.t.Context(), owner, "hostile", w.now())
	must(w.t, err)
	app, err := w.program.routes()
	must(w.t, err)
	request := httptest.NewRequest("GET", "/api/v1/followups/smart-suggestions?limit=100", nil)
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := app.Test(request, -1)
	must(w.t, err)
	defer answer.Body.Close()
	var all []struct {
		Draft *string `json:"ai_message_suggestion"`
	}
	must(w.t, json.NewDecoder(answer.Body).Decode(&all))
	for _, s := range all {
		if s.Draft != nil {
			drafts = append(drafts, *s.Draft)
		}
	}
	return drafts
}
