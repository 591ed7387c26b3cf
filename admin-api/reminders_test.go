package adminapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

const reminders = "/api/v1/reminders"

// post sends JSON as a client with a token does.
func post(t testing.TB, url, token, body string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	return send(t, request)
}

func TestAReminderHasTheCustomersFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Zurich")
	lead := w.lead(user, "Lisa", func(*engine.Lead, *engine.Suggestion) {})
	got := in[object](t, post(t, w.url+reminders, token, fmt.Sprintf(
		`{"lead_id":%q,"action_type":"call","note":"Fragt nach\u0000 dem Test","at":"2026-11-25T18:15:00+01:00"}`, lead)))
	id := fmt.Sprint(got["id"])
	delete(got, "id")
	want := object{
		"lead_id": lead.String(), "lead_name": "Lisa", "action_type": "call", "note": "Fragt nach dem Test",
		"scheduled_for": "2026-11-25T18:15:00+01:00", "instant": true, "priority": "normal", "snooze_count": 0.0,
		"completed_at": nil, "dismissed_at": nil,
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	snooze := in[object](t, post(t, w.url+reminders+"/"+id+"/snooze", token, `{"to":"evening","reason":"im Urlaub"}`))
	if r := snooze["reminder"].(object); r["snooze_count"] != 1.0 || r["scheduled_for"] != "2026-11-25T18:00:00+01:00" {
		t.Errorf("put off: %v", r)
	}
	if options := snooze["options"].([]any); len(options) != 6 || snooze["usual"] != "evening" && snooze["usual"] != "tomorrow" {
		t.Errorf("%v", snooze)
	}
	for n := 2; n <= 3; n++ {
		snooze = in[object](t, post(t, w.url+reminders+"/"+id+"/snooze", token, `{}`))
		if snooze["too_often"] != (n == 3) {
			t.Errorf("the %dth time: %v", n, snooze["too_often"])
		}
	}
}

func TestRemindersThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Berlin")
	other, _ := w.networker("Europe/Berlin")
	foreign := w.lead(other, "Tom", func(*engine.Lead, *engine.Suggestion) {})
	lost := w.lead(user, "Uwe", func(l *engine.Lead, _ *engine.Suggestion) { l.Stage = engine.StageLost })
	open := in[object](t, post(t, w.url+reminders, token, `{"action_type":"task","note":"Bestellen","priority":"low"}`))
	mine := reminders + "/" + fmt.Sprint(open["id"]) + "/snooze"
	for _, c := range []struct {
		path, body string
		status     int
	}{
		{reminders, `{"action_type":"task"}`, 422},
		{reminders, `{"action_type":"fax","note":"x"}`, 422},
		{reminders, `{"note":"x"}`, 422},
		{reminders, `{"action_type":"call","note":"x","priority":"scheduled"}`, 422},
		{reminders, fmt.Sprintf(`{"action_type":"call","lead_id":%q}`, foreign), 404},
		{reminders, fmt.Sprintf(`{"action_type":"call","lead_id":%q}`, lost), 422},
		{reminders + "/" + uuid.NewString() + "/snooze", `{}`, 404},
		{mine, `{"to":"someday"}`, 422},
		{mine, `{"to":"tomorrow"}`, 200},
	} {
		if a := post(t, w.url+c.path, token, c.body); a.status != c.status {
			t.Errorf("%s %s: %d, want %d: %s", c.path, c.body, a.status, c.status, a.body)
		}
	}
}

func TestAReminderOfThePastOrTheFarFutureIsPlanned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.networker("Europe/Berlin")
	for at, want := range map[string]string{
		"0001-01-01T00:00:00Z": "2026-11-25T09:00:00+01:00", "2026-11-24T12:00:00Z": "2026-11-25T09:15:00+01:00",
		"9999-12-30T12:00:00Z": "9999-12-30",
	} {
		got := in[object](t, post(t, w.url+reminders, token, fmt.Sprintf(`{"action_type":"task","note":"x","at":%q}`, at)))
		if planned := fmt.Sprint(got["scheduled_for"]); !strings.HasPrefix(planned, want[:10]) {
			t.Errorf("%s became %s", at, planned)
		}
	}
}
