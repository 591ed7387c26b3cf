package adminapi_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

// lines are the reasons of an answer.
func (w world) lines(id engine.LeadID, token string) (lines []string) {
	w.Helper()
	for _, line := range in[object](w.T, get(w.T, w.url+"/api/v1/leads/"+id.String()+"/why", token))["why"].([]any) {
		lines = append(lines, line.(string))
	}
	return lines
}

func TestWhySaysWhatTheBotSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Berlin")
	due := w.lead(user, "Lisa", func(l *engine.Lead, s *engine.Suggestion) {
		l.Relation, l.Consent, s.Channel = engine.RelationFriend, "claimed", engine.WhatsApp
	})
	stopped := w.lead(user, "Tom", func(l *engine.Lead, _ *engine.Suggestion) { l.OptedOutAt = &now })
	if lines := w.lines(due, token); len(lines) < 4 || lines[len(lines)-1] != "Schreibt Lisa dir vorher, geht die Antwort darauf vor." {
		t.Errorf("why Lisa: %q", lines)
	}
	if lines := w.lines(stopped, token); len(lines) != 1 || lines[0] != "Möchte keine Nachrichten mehr. Dabei bleibt es." {
		t.Errorf("why Tom: %q", lines)
	}
}

func TestWhyOfAnotherUsersLeadIsNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, _ := w.networker("Europe/Berlin")
	id := w.lead(user, "Lisa", func(*engine.Lead, *engine.Suggestion) {})
	_, stranger := w.networker("Europe/Berlin")
	for _, id := range []uuid.UUID{id, uuid.New()} {
		if got := get(t, w.url+"/api/v1/leads/"+id.String()+"/why", stranger); got.status != http.StatusNotFound {
			t.Errorf("status %d", got.status)
		}
	}
}
