package main

import (
	"strings"
	"testing"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/bot/standin/openai"
)

// modelCanaries are what goes to a model, comes from it, or lets us ask it.
var modelCanaries = []string{
	"Kanari", "kanari", "Geheim", "5550199", phoneToken, "Wunschtext", "Eigentext", "Antworttext", "Notiztext", "Fragetext", "sk-schluessel",
	"Du formulierst", "ausgangstext", "letzte_nachrichten", "⟦",
}

// TestNothingOfDraftsLeavesTheDatabase has drafts written, and fail in every way, with marked names, messages, wishes, texts,
// answers and keys, at the noisiest log level, and looks for the marks in logs, jobs, metrics and answers to errors.
func TestNothingOfDraftsLeavesTheDatabase(t *testing.T) {
	w, m := withModels(t, openai.Options{Key: "sk-schluessel-0815"}, func(w *world) { w.settings.OpenAIAPIKey = "sk-schluessel-0815" })
	log := captureLog(t, w)
	play := func(lines ...string) {
		for _, line := range lines {
			if err := w.do(line); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		}
	}
	play("people: Geheim Berger", "Geheim lives in Bayern", "Geheim: Kanarienvogel Meier 0170 5550199, Freund, Notiztext")
	for _, sql := range []string{`UPDATE users SET keep_text = true`, `UPDATE leads SET relation = 'friend'`} {
		_, err := w.db.Exec(t.Context(), sql)
		must(t, err)
	}
	play("Geheim: Kanarienvogel hat geschrieben: Was kostet der Fragetext, und wo ist https://kanari.example?", "Geheim: Kanarienvogel")
	html := "<html>Kanarienvogel Geheim 0170 5550199 sk-schluessel-0815 Du formulierst Antworttext</html>"
	said := openai.Answer{Text: `{"text":"Antworttext an Kanarienvogel 0170 5550199","language":"de"}`}
	faults := [][]openai.Fault{
		{{Status: 429, RetryAfter: "0", Body: html}, {}},
		{{Status: 500, Body: html, Type: "text/html"}, {Status: 502, Body: html, Type: "text/html"}, {}},
		{{Status: 401, Body: `{"error":{"message":"Incorrect API key provided: sk-schluessel-0815","code":"invalid_api_key"}}`}},
		{{Status: 400, Body: `{"error":{"message":"Kanarienvogel, Antworttext","code":"content_filter"}}`}},
		{{After: 2, Then: openai.ThenCut, Said: &said}},
		{{After: 2, Then: openai.ThenCutInside, Said: &said}},
		{{After: 2, Then: openai.ThenError, Said: &said}},
		{{Body: "data: {\"Antworttext Kanarienvogel\n\n", Type: "text/event-stream"}},
		{{Said: &openai.Answer{Text: "Antworttext für Kanarienvogel, kein JSON"}}, {Said: &said}},
		{{Said: &openai.Answer{Text: `{"text":"Antworttext","language":"de","approved":true}`}}, {Said: &openai.Answer{Refusal: "Antworttext"}}},
		{{Said: &openai.Answer{Tool: "Antworttext"}}},
		{{Reset: true}, {Reset: true}, {Reset: true}},
	}
	lines := []string{"kürzer", "wärmer", "schreib Kanarienvogel, dass Wunschtext 0170 5550199 gilt", "direkter"}
	asked := 0
	for i, f := range faults {
		w.phone.FailNext("sendMessageDraft", standin.Fault{Status: 502, Body: "<html>Kanarienvogel</html>"})
		m.Fail(f...)
		play("Geheim: " + lines[i%len(lines)])
		asked += len(f)
	}
	if got := len(m.Requests()); got < asked-len(faults)/2 {
		t.Errorf("only %d of %d requests were made", got, asked)
	}
	play("Geheim: mein Text: Eigentext an Kanarienvogel", "Geheim: datenschutz")
	m.Fail(openai.Fault{After: 1, Then: openai.ThenStall, Said: &said})
	_, err := w.phone.Say(w.id("Geheim"), "kürzer")
	must(t, err)
	<-m.Stalled() // a draft is under way when the program ends
	_, err = w.db.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE pid <> pg_backend_pid() AND datname = current_database()`)
	must(t, err)
	m.Close()
	must(t, w.settle())
	logged := log()
	if n := strings.Count(logged, "an AI provider failed"); n < 6 {
		t.Errorf("only %d failures were logged: %s", n, logged)
	}
	nothingIn(t, modelCanaries, w.places(logged))
}

// places are where nothing personal may be: logs, jobs, metrics, what strangers are answered.
func (w *world) places(logged string) map[string]string {
	if !strings.Contains(logged, "level=") {
		w.t.Error("the log says nothing at all: nothing was tested")
	}
	return map[string]string{
		"the log": logged, "the jobs": w.jobs(), "/metrics": w.get("/metrics"),
		"a problem": w.get("/api/v1/leads/Kanarienvogel?token=kanarien") + w.get("/go/kanarien"),
	}
}

func nothingIn(t *testing.T, marks []string, places map[string]string) {
	t.Helper()
	for place, text := range places {
		for _, mark := range marks {
			if i := strings.Index(text, mark); i >= 0 {
				t.Errorf("%s tells %q: …%s…", place, mark, text[max(i-120, 0):min(i+120, len(text))])
			}
		}
	}
}
