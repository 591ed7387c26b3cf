package bot

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/engine"
)

func TestFilesAreFetched(t *testing.T) {
	w := newWorld(t)
	content := bytes.Repeat([]byte("Zeile\n"), 100_000)
	m, err := w.Upload(101, "WhatsApp Chat mit Lisa.txt", "text/plain", content, "")
	must(t, err)
	body, err := w.channel.Fetch(t.Context(), m.Document.ID)
	must(t, err)
	if readAll(t, body) != string(content) {
		t.Error("another content")
	}
}

func TestFilesThatCannotBeFetchedSayWhy(t *testing.T) {
	w := newWorld(t)
	small, err := w.Upload(101, "a.txt", "text/plain", []byte("x"), "")
	must(t, err)
	large, err := w.Upload(101, "a.txt", "text/plain", make([]byte, largestFile+1), "")
	must(t, err)
	for name, c := range map[string]struct {
		ref  string
		code engine.Code
		key  string
	}{
		"unknown": {"F1", engine.NotFound, "import_gone"}, "large": {large.Document.ID, engine.Invalid, "import_too_large"},
	} {
		_, err := w.channel.Fetch(t.Context(), c.ref)
		refused, ok := err.(*engine.Error)
		if !ok || refused.Code != c.code || refused.Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, fault := range []standin.Fault{
		{Status: 502, Body: "<html>"}, {Drop: true}, {Status: 429, RetryAfter: 3},
		{Status: 400, Description: "Bad Request: wrong file_id or the file is temporarily unavailable"},
	} {
		w.FailNext("getFile", fault)
		_, err := w.channel.Fetch(t.Context(), small.Document.ID)
		if err == nil || engine.CodeOf(err) != engine.Internal {
			t.Errorf("may pass, but: %v", err)
		}
		clean(t, err)
	}
}

func TestDownloadsSayWhetherAnotherTryHelps(t *testing.T) {
	w := newWorld(t)
	for status, code := range map[int]engine.Code{404: engine.NotFound, 500: engine.Internal, 302: engine.Internal, 206: engine.Internal} {
		channel := w.answering(func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/getFile") {
				_, _ = rw.Write([]byte(`{"ok":true,"result":{"file_id":"F","file_unique_id":"u","file_path":"x/y.txt"}}`))
				return
			}
			rw.Header().Set("Location", "https://elsewhere.example.com/")
			rw.WriteHeader(status)
		})
		_, err := channel.Fetch(t.Context(), "F")
		if err == nil || engine.CodeOf(err) != code {
			t.Errorf("%d: %v", status, err)
		}
		clean(t, err)
	}
}
