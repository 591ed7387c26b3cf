package adminapi_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

const starts = "/api/v1/followups/sequence/start"

func TestStartingASequence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Berlin")
	lead := w.lead(user, "Lisa", func(*engine.Lead, *engine.Suggestion) {})
	body := func(lead any, sequence string) string {
		return fmt.Sprintf(`{"lead_id":"%v","sequence_id":%q}`, lead, sequence)
	}
	got := in[object](t, post(t, w.url+starts, token, body(lead, "two_messages")))
	id := got["id"].(string)
	delete(got, "id")
	want := object{
		"lead_id": lead.String(), "sequence_id": "two_messages", "version": "v1", "started_at": "2026-11-25T08:59:00+01:00",
		"current_step": 0.0, "status": "active", "step_on": "2026-11-25", "steps": []any{
			object{"on": "2026-11-25", "name": "one", "action": "send_message", "templates": []any{"a", "b"}, "next_sequence": nil},
			object{"on": "2026-11-28", "name": "two", "action": "send_message", "templates": []any{"c"}, "next_sequence": nil},
			object{"on": "2026-12-01", "name": "", "action": "", "templates": []any{}, "next_sequence": nil},
		},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || uuid.Validate(id) != nil {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	closed := w.lead(user, "Tom", func(l *engine.Lead, _ *engine.Suggestion) { l.Stage = engine.StageLost })
	other, _ := w.networker("Europe/Berlin")
	theirs := w.lead(other, "Anna", func(*engine.Lead, *engine.Suggestion) {})
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"another run":          {body(lead, "two_messages"), http.StatusConflict},
		"no such sequence":     {body(lead, "nothing"), http.StatusNotFound},
		"a closed lead":        {body(closed, "two_messages"), http.StatusUnprocessableEntity},
		"somebody else's lead": {body(theirs, "two_messages"), http.StatusNotFound},
		"no lead":              {body(uuid.New(), "two_messages"), http.StatusNotFound},
		"nothing":              {`{}`, http.StatusUnprocessableEntity},
	} {
		if got := post(t, w.url+starts, token, c.body); got.status != c.status {
			t.Errorf("%s: %d, want %d", name, got.status, c.status)
		}
	}
}

// twoMessages is a library of one sequence.
func twoMessages() *engine.Library {
	return engine.NewLibrary([]engine.Sequence{{ID: "two_messages", Hash: "v1", Steps: []engine.Step{
		{Day: 0, Name: "one", Action: engine.SendMessage, Variants: []string{"a", "b"}},
		{Day: 3, Name: "two", Action: engine.SendMessage, Template: "c"},
	}}}, engine.Notation{})
}
