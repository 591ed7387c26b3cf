package bot

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/engine"
)

func TestACardShowsTextDraftAndButtons(t *testing.T) {
	w := newWorld(t)
	draft := "Hallo Lisa & Tom,\n1 < 2?"
	args := with(cards(monday(t))[0], engine.Args{"draft": draft})
	id, err := w.channel.Send(t.Context(), to("card", stored(t, args),
		[]engine.Button{{Key: "open.whatsapp", Link: &engine.Link{Channel: engine.WhatsApp, Address: "+491715550123", Text: draft}}},
		[]engine.Button{{Key: "open.whatsapp", Link: &engine.Link{Channel: engine.WhatsApp, Address: "US.123", Text: draft}}},
		[]engine.Button{{Key: "done", Action: "done:x"}, {Key: "later", Action: "later:x"}},
	))
	must(t, err)
	m := w.lately()[0]
	want := "Lisa Meier · WhatsApp\nWartet seit 2 Tagen auf deine Antwort: „Was kostet das Starterset?“\n" + draft
	if m.Text != want || strconv.FormatInt(m.ID, 10) != id {
		t.Errorf("message %s says %q", id, m.Text)
	}
	if len(m.Keyboard.Inline) != 2 || len(m.Keyboard.Inline[1]) != 2 {
		t.Fatalf("buttons: %+v", m.Keyboard.Inline)
	}
	if link := m.Keyboard.Inline[0][0].URL; link != "https://wa.me/491715550123?text=Hallo%20Lisa%20%26%20Tom%2C%0A1%20%3C%202%3F" {
		t.Errorf("link: %s", link)
	}
	if open, done := m.Keyboard.Inline[0][0].Style, m.Keyboard.Inline[1][0].Style; open != "primary" || done != "" {
		t.Errorf("the button that opens the chat is %q, the next one %q", open, done)
	}
}

func TestAFileIsSentWithItsCaption(t *testing.T) {
	w := newWorld(t)
	step := engine.Args{"day": 2, "step": strings.Repeat("ö", 60), "sent": 0, "answered": 0, "early": true, "low": 0, "high": 100}
	for _, steps := range []int{1, 20} { // twenty of them are no caption any more
		args := engine.Args{"sequence": "Plan", "steps": slices.Repeat([]engine.Because{{Key: "sequence.step", Args: step}}, steps),
			engine.ArgFileName: "plan.yaml", engine.ArgFileText: "sequences: {}\n"}
		id, err := w.channel.Send(t.Context(), to("sequence", stored(t, args)))
		must(t, err)
		all := w.lately()
		last := all[len(all)-1]
		if last.Document == nil || last.Document.Name != "plan.yaml" || strconv.FormatInt(last.ID, 10) != id {
			t.Fatalf("%s: %+v", id, last)
		}
		if told := last.Caption + all[max(0, len(all)-2)].Text; strings.Count(told, "Tag 2") != steps {
			t.Errorf("%d steps are told as %q", steps, told)
		}
	}
}

func TestAnEditReplacesInPlaceOrSaysAnew(t *testing.T) {
	w := newWorld(t)
	id, err := w.channel.Send(t.Context(), to("thanks", nil, []engine.Button{{Key: "undo", Action: "undo:x"}}))
	must(t, err)
	edit := to("nothing_open", nil)
	edit.Edits = id
	for range 2 { // the second time nothing is modified
		again, err := w.channel.Send(t.Context(), edit)
		must(t, err)
		if again != id || len(w.lately()) != 1 || len(w.lately()[0].Buttons()) != 0 {
			t.Fatalf("%s: %+v", again, w.lately())
		}
	}
	for _, gone := range []string{"999999", "no number"} {
		edit.Edits = gone
		again, err := w.channel.Send(t.Context(), edit)
		must(t, err)
		if again == gone {
			t.Errorf("%s was edited", gone)
		}
	}
	if len(w.lately()) != 3 {
		t.Errorf("%d messages", len(w.lately()))
	}
}

func TestATapIsAcknowledgedEvenTooLate(t *testing.T) {
	w := newWorld(t)
	id, err := w.channel.Send(t.Context(), to("thanks", nil, []engine.Button{{Key: "undo", Action: "undo:x"}}))
	must(t, err)
	tap, err := w.Press(101, w.lately()[0].ID, "undo:x")
	must(t, err)
	for _, args := range []engine.Args{{"tap": tap}, {"tap": tap, "text": "undo_too_late"}, {"tap": "4711"}, {}} {
		if _, err := w.channel.Send(t.Context(), to("ack", args)); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
	answers := w.Answers(101)
	if len(answers) != 2 || answers[0].Text != "" || answers[1].Text != "Das lässt sich nicht mehr zurücknehmen." {
		t.Errorf("message %s: %+v", id, answers)
	}
}

func TestAnInviteLeadsToTheBot(t *testing.T) {
	w := newWorld(t)
	_, err := w.channel.Send(t.Context(), to("invite", engine.Args{"code": "abc-_1"}))
	must(t, err)
	if text := w.lately()[0].Text; !strings.Contains(text, "https://t.me/salesflow_bot?start=abc-_1") {
		t.Error(text)
	}
}

func TestALongMessageComesInPartsWithItsButtonsLast(t *testing.T) {
	w := newWorld(t)
	paragraph := strings.Repeat("Wörter & mehr 😀 ", 100) + "\n\n"
	args := with(cards(monday(t))[0], engine.Args{"draft": strings.TrimSpace(strings.Repeat(paragraph, 6))})
	_, err := w.channel.Send(t.Context(), to("card", args, []engine.Button{{Key: "done", Action: "done:x"}}))
	must(t, err)
	all := w.lately()
	if len(all) != 3 || len(all[0].Buttons()) != 0 || len(all[2].Buttons()) != 1 {
		t.Fatalf("%d messages", len(all))
	}
	w.FailNext("sendMessage", standin.Fault{Status: http.StatusTooManyRequests, RetryAfter: 3})
	if _, err := w.channel.Send(t.Context(), to("card", args)); !laterBy(err, 3*time.Second) {
		t.Errorf("nothing was sent, but %v", err)
	}
	w.OnCall(func(method string) {
		if len(w.lately()) == 4 {
			w.FailNext("sendMessage", standin.Fault{Status: http.StatusBadGateway, Body: "<html>"})
		}
	})
	if _, err := w.channel.Send(t.Context(), to("card", args)); !errors.Is(err, errPartly) || errors.Is(err, engine.ErrNotSent) {
		t.Errorf("a part was sent, but %v", err)
	}
}

func TestWhatCannotBeSaidIsRefusedAndLoggedByKey(t *testing.T) {
	w := newWorld(t)
	elsewhere := to("thanks", nil)
	elsewhere.Address = "@max"
	for _, d := range []engine.Delivery{
		to("no_such_text", nil), to("card_done", engine.Args{"name": "geheim"}), elsewhere,
		to("thanks", nil, []engine.Button{{Key: "no_such_label", Action: "x"}}), to("ack", engine.Args{"tap": "1", "text": "nope"}),
	} {
		if _, err := w.channel.Send(t.Context(), d); !errors.Is(err, engine.ErrRefused) {
			t.Errorf("%s: %v", d.Key, err)
		}
	}
	if log := w.log.String(); strings.Contains(log, "geheim") || !strings.Contains(log, "no_such_text") {
		t.Error(log)
	}
	if len(w.lately()) != 0 {
		t.Error("something was said")
	}
}

func TestAStrangerIsTurnedAwayInGerman(t *testing.T) {
	w := newWorld(t)
	w.channel.Refuse(t.Context(), engine.Inbound{Sender: "101"}, engine.ErrInviteNeeded.Key)
	if text := w.lately()[0].Text; !strings.Contains(text, "Einladung") {
		t.Error(text)
	}
	w.channel.Refuse(t.Context(), engine.Inbound{Sender: "999"}, engine.ErrInviteNeeded.Key) // nobody minds
}
