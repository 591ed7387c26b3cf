package store_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

// saying is a template with one text.
func saying(id, text string) *engine.MessageTemplate {
	return &engine.MessageTemplate{ID: id, Reason: "no_response", Waiting: true, Variants: []string{text}}
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// ownTemplates are what the user's own templates say.
func ownTemplates(t *testing.T, tx engine.Tx) string {
	t.Helper()
	own, err := tx.OwnTemplates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, m := range own {
		text += m.ID + ":" + m.Variants[0] + " "
	}
	return text
}

func TestTemplatesChangeAndComeBack(t *testing.T) {
	db, _ := open(t)
	user, other := join(t, db, "1"), join(t, db, "2")
	asMax(t, db, other, func(tx engine.Tx) error {
		return tx.ChangeTemplates(t.Context(), engine.TemplateChange{ID: newID(), At: now, Templates: []engine.ChangedTemplate{{ID: "a", Said: saying("a", "hers")}}})
	})
	asMax(t, db, user, func(tx engine.Tx) error {
		first, second, third := newID(), newID(), newID()
		for _, step := range []struct {
			name string
			do   func() error
			want string
		}{
			{"two", func() error {
				return tx.ChangeTemplates(t.Context(), engine.TemplateChange{ID: first, At: now,
					Templates: []engine.ChangedTemplate{{ID: "b", Said: saying("b", "1")}, {ID: "a", Said: saying("a", "1")}}})
			}, "a:1 b:1 "},
			{"another text", func() error {
				return tx.ChangeTemplates(t.Context(), engine.TemplateChange{ID: second, At: now, Templates: []engine.ChangedTemplate{{ID: "a", Said: saying("a", "2")}}})
			}, "a:2 b:1 "},
			{"taken back", func() error { return tx.TurnTemplates(t.Context(), []string{"a"}, true) }, "a:1 b:1 "},
			{"taken back twice", func() error { return tx.TurnTemplates(t.Context(), []string{"a"}, true) }, "a:1 b:1 "},
			{"made again", func() error { return tx.TurnTemplates(t.Context(), []string{"a"}, false) }, "a:2 b:1 "},
			{"none", func() error {
				return tx.ChangeTemplates(t.Context(), engine.TemplateChange{ID: third, At: now, Templates: []engine.ChangedTemplate{{ID: "a"}}})
			}, "b:1 "},
			{"one again", func() error { return tx.TurnTemplates(t.Context(), []string{"a"}, true) }, "a:2 b:1 "},
			{"the first", func() error { return tx.TurnTemplates(t.Context(), []string{"b"}, true) }, "a:2 "},
		} {
			if err := step.do(); err != nil {
				return err
			}
			if got := ownTemplates(t, tx); got != step.want {
				t.Errorf("%s: %q, want %q", step.name, got, step.want)
			}
		}
		changed, err := tx.ChangedTemplates(t.Context(), third)
		want := []engine.ChangedTemplate{{ID: "a", Said: saying("a", "2"), Undone: true}}
		if err != nil || !reflect.DeepEqual(changed, want) {
			t.Errorf("%+v: %v", changed, err)
		}
		if changed, err = tx.ChangedTemplates(t.Context(), second); err != nil || len(changed) > 0 {
			t.Errorf("%+v: %v", changed, err)
		}
		return nil
	})
}

func TestMadeUpTemplatesDoNotFillTheDatabase(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	asMax(t, db, user, func(tx engine.Tx) error {
		for i := range 3 {
			var gone []engine.ChangedTemplate
			for j := range engine.MostTemplates {
				gone = append(gone, engine.ChangedTemplate{ID: fmt.Sprintf("x%d_%d", i, j)})
			}
			gone = append(gone, engine.ChangedTemplate{ID: "mine", Said: saying("mine", "1")})
			if err := tx.ChangeTemplates(t.Context(), engine.TemplateChange{ID: newID(), At: now, Templates: gone}); err != nil {
				return err
			}
		}
		if got := ownTemplates(t, tx); got != "mine:1 " {
			t.Error(got)
		}
		return nil
	})
	var rows int
	if err := connect(t, url, "").QueryRow(t.Context(), "SELECT count(*) FROM message_templates").Scan(&rows); err != nil || rows != engine.MostTemplates+1 {
		t.Errorf("%d rows: %v", rows, err)
	}
}

func TestWordingsAreTalliedByTheirNumber(t *testing.T) {
	const far = 2_000_000_000
	db, _ := open(t)
	max := joined(t, db, "1")
	max.send(0, now)
	max.send(far, now)
	lead, suggestion := max.send(far, now)
	max.hear(lead.ID, engine.Touch{At: now.Add(time.Hour), Channel: engine.WhatsApp, SuggestionID: &suggestion.ID, TemplateID: "checkin", Variant: far})
	max.as(func(tx engine.Tx) error {
		tallies, err := tx.WordingTallies(t.Context(), []string{"checkin", "nothing"})
		want := []engine.StepTally{{TemplateID: "checkin", Sent: 1}, {TemplateID: "checkin", Variant: far, Sent: 2, Answered: 1}}
		if !reflect.DeepEqual(tallies, want) {
			t.Errorf("%+v: %v", tallies, err)
		}
		suggestion.TemplateID, suggestion.Variant = "checkin", far
		if err := tx.SaveSuggestions(t.Context(), []engine.Suggestion{suggestion}); err != nil {
			return err
		}
		if item, err := tx.Item(t.Context(), suggestion.ID); err != nil || item.Variant != far {
			t.Errorf("%d: %v", item.Variant, err)
		}
		touches, err := tx.RecentTouches(t.Context(), []engine.LeadID{lead.ID}, 9)
		if err != nil || len(touches) != 1 || touches[0].Variant != far {
			t.Errorf("%+v: %v", touches, err)
		}
		return err
	})
	if got, want := max.tallies(), "checkin/2000000000 2.00"; !strings.Contains(got, want) {
		t.Errorf("%q", got)
	}
}
