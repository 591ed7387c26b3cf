package engine_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine"
)

// files are what the channel hands out, by reference.
type files map[string]string

func (f files) Fetch(_ context.Context, ref string) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(f[ref])), nil
}

// request is a file that is to be fetched.
type request struct {
	id     engine.InboundID
	author int
}

// overheard is a store that remembers which files are to be fetched, and fails the first decisions.
type overheard struct {
	engine.Store
	requests *[]request
	failures *int
}

var errLost = errors.New("the transaction was lost")

func (o overheard) Work(ctx context.Context, f func(engine.Work) error) error {
	return o.Store.Work(ctx, func(w engine.Work) error {
		err := f(overheardWork{w, o})
		if err == nil && *o.failures > 0 {
			*o.failures--
			return errLost
		}
		return err
	})
}

type overheardWork struct {
	engine.Work
	store overheard
}

func (w overheardWork) As(ctx context.Context, user engine.UserID) (engine.Tx, error) {
	tx, err := w.Work.As(ctx, user)
	return overheardTx{tx, w.store}, err
}

type overheardTx struct {
	engine.Tx
	store overheard
}

func (t overheardTx) FetchFile(ctx context.Context, id engine.InboundID, author int) error {
	*t.store.requests = append(*t.store.requests, request{id, author})
	return t.Tx.FetchFile(ctx, id, author)
}

// sending is a user who sends files.
type sending struct {
	*world
	files    files
	requests []request
	failures int
}

func aSender(t *testing.T) *sending {
	s := &sending{world: settled(t), files: files{}}
	s.engine.Store = overheard{s.db, &s.requests, &s.failures}
	return s
}

// send sends a file and fetches it.
func (s *sending) send(name, content string) {
	s.t.Helper()
	s.files[name] = content
	s.receive(engine.Inbound{Kind: engine.SentFile, File: engine.File{Ref: name, Name: name, Size: int64(len(content))}})
	s.forget()
	s.fetch()
}

// fetch does what was asked for last.
func (s *sending) fetch() {
	s.t.Helper()
	last := s.requests[len(s.requests)-1]
	fetcher := engine.Fetcher{Engine: s.engine, Files: s.files}
	if err := fetcher.Fetch(s.t.Context(), last.id, last.author); err != nil {
		s.t.Fatal(err)
	}
	s.deliver()
}

// call renames the user.
func (s *sending) call(name string) {
	s.t.Helper()
	s.asUser(func(tx engine.Tx) error {
		u, err := tx.User(s.t.Context())
		if err != nil {
			return err
		}
		u.Name = name
		return tx.SaveUser(s.t.Context(), u)
	})
}

const (
	withANamesake = "20.11.26, 18:00 - Max Huber: Hallo\n20.11.26, 18:01 - Mäxchen: Hi\n20.11.26, 18:02 - Max Huber: Was kostet das?\n"
	withANumber   = "20.11.26, 18:00 - +49 170 1234568: Was kostet das?\n20.11.26, 18:01 - Max Muster: Hi\n"
	inAGroup      = "20.11.26, 18:00 - Max Huber: Hallo\n20.11.26, 18:01 - Mäxchen: Hi\n20.11.26, 18:01 - Lisa: Hi\n20.11.26, 18:02 - Max Huber: Was kostet das?\n"
)

func TestWhoTheUserIsInAChat(t *testing.T) {
	for name, c := range map[string]struct{ user, file, chat, said, leads string }{
		"the one the file is not named after": {
			"Max", "WhatsApp Chat mit Max Huber.txt", withANamesake, "lead_report(Max Huber)", "Max Huber",
		},
		"the one with the first name": {
			"Max", "_chat.txt", "20.11.26, 18:00 - Tom: Hi\n20.11.26, 18:01 - Max Muster: Hi\n", "lead_report(Tom)", "Tom",
		},
		"asked without a name that helps": {"Max2000", "WhatsApp Chat mit x.txt", withANumber, "import_me", ""},
		"asked when two may be it": {
			"Max", "_chat.txt", "20.11.26, 18:00 - Max A: Hi\n20.11.26, 18:01 - Max B: Hi\n", "import_me", "",
		},
		"asked in a group with another one of the first name": {"Max", "WhatsApp Chat mit Team.txt", inAGroup, "import_me", ""},
		"the one of the whole name in a group": {
			"Mäxchen", "WhatsApp Chat mit Team.txt", inAGroup, "import_report", "Lisa, Max Huber",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := aSender(t)
			s.call(c.user)
			s.send(c.file, c.chat)
			s.expect(c.said)
			s.expectLeads(c.leads)
		})
	}
}

func TestTheUserSaysWhoTheyAreInAChat(t *testing.T) {
	s := aSender(t)
	s.send("WhatsApp Chat mit Team.txt", inAGroup)
	question := s.last("import_me")
	for _, row := range question.Buttons {
		for _, b := range row {
			if b.Args["name"] == "Mäxchen" {
				s.tap(b.Action)
			}
		}
	}
	s.fetch()
	s.expect("import_me ~import_running import_report")
	s.expectLeads("Lisa, Max Huber")
	s.tap(question.Buttons[0][0].Action)
	s.expect("~import_done_already")
}

func TestAFileWhoseFirstAttemptFailedIsStillFetched(t *testing.T) {
	s := aSender(t)
	s.files["a.csv"] = "Name,Telefon\nTom Huber,0170 1234568\n"
	in := engine.Inbound{
		Channel: engine.Telegram, ExternalID: "f", Sender: "1", Kind: engine.SentFile,
		File: engine.File{Ref: "a.csv", Name: "a.csv", Size: 40},
	}
	s.failures = 1
	if err := s.engine.Receive(t.Context(), in); !errors.Is(err, errLost) {
		t.Fatalf("the first attempt ended with %v", err)
	}
	if err := s.engine.Receive(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	s.fetch()
	s.expect("file_received lead_report(Tom Huber)")
	s.fetch() // the job of a second delivery
	s.expect("")
	s.expectLeads("Tom Huber")
}
