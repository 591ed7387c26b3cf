package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/salesflow/salesflow/bot/standin"
)

// canaries are what must appear nowhere but in the database's own tables and on the phones.
var canaries = []string{"Geheim", "Kanarienvogel", "5550199", "kanarien", phoneToken}

// TestNothingPersonalLeavesTheDatabase plays with marked names, numbers and messages, at the noisiest log level
// and with faults, and then looks for the marks in logs, jobs, metrics and answers to errors.
func TestNothingPersonalLeavesTheDatabase(t *testing.T) {
	w := newWorld(t)
	log := captureLog(t, w)
	for _, line := range []string{
		"people: Geheim Berger", "Geheim lives in Bayern",
		"Geheim: Kanarienvogel Meier 0170 5550199, kanariennotiz", "Geheim: nimm kanarienvogel@example.org auf",
		"Geheim: liste", "Geheim: Kanarienvogel nicht mehr", "Geheim: warum Kanarienvogel",
	} {
		w.phone.FailNext("sendMessage", standin.Fault{Status: 502, Body: "<html>bad gateway</html>"})
		if err := w.do(line); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	w.phone.FailNext("getFile", standin.Fault{Status: 400, Description: "Bad Request: kanarien"})
	if _, err := w.phone.Upload(w.id("Geheim"), "kanarien.vcf", "text/vcard", []byte("BEGIN:VCARD\nFN:Kanarienvogel"), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.db.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE pid <> pg_backend_pid() AND datname = current_database()`); err != nil {
		t.Fatal(err)
	}
	if err := w.settle(); err != nil {
		t.Fatal(err)
	}
	nothingIn(t, canaries, w.places(log()))
}

// captureLog starts the program again with everything it logs kept; the answer ends that and tells.
func captureLog(t *testing.T, w *world) (told func() string) {
	t.Helper()
	w.end()
	read, write, err := os.Pipe()
	must(t, err)
	stderr := os.Stderr
	os.Stderr = write
	w.settings.LogLevel = slog.LevelDebug
	w.start()
	os.Stderr = stderr
	var log bytes.Buffer
	copied := make(chan struct{})
	go func() {
		defer close(copied)
		_, _ = io.Copy(&log, read) // until the pipe is closed
	}()
	return func() string {
		must(t, write.Close())
		<-copied
		return log.String()
	}
}

// jobs is all that the job queue holds.
func (w *world) jobs() (text string) {
	err := w.db.QueryRow(w.t.Context(), `SELECT coalesce(string_agg(args::text || ' ' || coalesce(errors::text, '')
		|| ' ' || metadata::text, E'\n'), '') FROM river_job`).Scan(&text)
	must(w.t, err)
	return text
}

// get is what an unauthorised stranger is answered.
func (w *world) get(path string) string {
	app, err := w.program.routes()
	must(w.t, err)
	answer, err := app.Test(httptest.NewRequest("GET", path, nil), -1)
	must(w.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(w.t, err)
	return string(body)
}
