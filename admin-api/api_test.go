package adminapi_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/salesflow/salesflow/engine"
)

type object = map[string]any

func TestParallelRequestsNeverMixUsers(t *testing.T) {
	t.Parallel()
	const users = 200
	w := newWorld(t)
	var tokens, leads [users]string
	for i := range users {
		user, token := w.networker("Europe/Berlin")
		id := w.lead(user, fmt.Sprintf("canary %d", i), func(*engine.Lead, *engine.Suggestion) {})
		tokens[i], leads[i] = token, id.String()
	}
	var all sync.WaitGroup
	for i := range users {
		all.Go(func() {
			name := fmt.Sprintf(`"canary %d"`, i)
			for _, path := range []string{list, "/api/v1/leads/" + leads[i]} {
				a := get(t, w.url+path, tokens[i])
				if !strings.Contains(a.body, name) || strings.Count(a.body, "canary") != strings.Count(a.body, name) {
					t.Errorf("%s got %d %s", name, a.status, a.body)
				}
			}
			if a := get(t, w.url+"/api/v1/leads/"+leads[(i+1)%users], tokens[i]); a.status != 404 {
				t.Errorf("%s sees the next one's lead: %d", name, a.status)
			}
		})
	}
	all.Wait()
}

func TestEveryAnswerHasAnIdOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.networker("Europe/Berlin")
	seen := map[string]bool{}
	for range 5 {
		a := get(t, w.url+list, token)
		if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%v", a.header)
		}
		seen[a.header.Get("X-Request-Id")] = true
	}
	if len(seen) != 5 || seen[""] {
		t.Errorf("%v", seen)
	}
}

func TestDescriptionAndDocumentationNeedNoTokenAndNoOtherHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if d := in[object](t, get(t, w.url+"/openapi.json", "")); d["openapi"] != "3.1.0" {
		t.Errorf("%v", d["openapi"])
	}
	docs := get(t, w.url+"/docs", "")
	for _, want := range []string{"listSmartSuggestions", "/api/v1/leads/{lead_id}", "ai_message_suggestion", "At most 100."} {
		if !strings.Contains(docs.body, want) {
			t.Errorf("the documentation lacks %s", want)
		}
	}
	for _, outside := range []string{"http://", "https://", "src=", "<script"} {
		if strings.Contains(docs.body, outside) {
			t.Errorf("the documentation loads %s", outside)
		}
	}
	if docs.status != 200 || !strings.HasPrefix(docs.header.Get("Content-Type"), "text/html") {
		t.Errorf("%d %v", docs.status, docs.header)
	}
}
