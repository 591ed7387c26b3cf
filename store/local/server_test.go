package local

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

func TestDataSurviveAStop(t *testing.T) {
	t.Parallel()
	h, dir := testHost(t), newFolder(t)
	s := begin(t, h, dir)
	execute(t, s.URL(), keepLisa)
	stop(t, s)
	if s.PID() != 0 {
		t.Error("the server runs after its only user stopped")
	}
	stop(t, s) // a second time is no error

	again := begin(t, h, dir)
	expectLisa(t, again.URL())
}

func TestServerIsSafeAndSpeaksUTF8(t *testing.T) {
	t.Parallel()
	s := begin(t, testHost(t), newFolder(t))
	for sql, want := range map[string]string{
		`SHOW fsync`:                                     "on",
		`SHOW synchronous_commit`:                        "on",
		`SHOW full_page_writes`:                          "on",
		`SHOW data_checksums`:                            "on",
		`SHOW server_encoding`:                           "UTF8",
		`SHOW timezone`:                                  "UTC",
		`SHOW listen_addresses`:                          "",
		`SHOW max_connections`:                           "100",
		`SELECT lower('ÄÖÜ')`:                            "äöü",
		`SELECT min(x) FROM (VALUES('a'),('Z')) AS v(x)`: "Z",
	} {
		if got := ask(t, s.URL(), sql); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
}

func TestServerLogHoldsNoPersonalData(t *testing.T) {
	t.Parallel()
	s := begin(t, testHost(t), newFolder(t))
	execute(t, s.URL(), `CREATE TABLE leads (name text PRIMARY KEY); INSERT INTO leads VALUES ('Lisa')`)
	conn, err := pgx.Connect(t.Context(), s.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `INSERT INTO leads VALUES ('Lisa')`)
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || !strings.Contains(refused.Detail, "Lisa") {
		t.Fatalf("the client is not told: %v", err)
	}
	if _, err = conn.Exec(t.Context(), `SELECT 'Lisa'::uuid`); err == nil {
		t.Fatal("Lisa is no uuid")
	}
	stop(t, s)
	log, err := os.ReadFile(filepath.Join(s.cluster.home, "postgres.log"))
	if err != nil || !strings.Contains(string(log), "ready to accept connections") {
		t.Fatalf("no log: %v", err)
	}
	if strings.Contains(string(log), "Lisa") {
		t.Errorf("the log tells a name:\n%s", log)
	}
}

func TestTwoProgramsShareOneServer(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	one, two := newProgram(t, dir, nil), newProgram(t, dir, nil) // both find nothing there
	url := one.url(t)
	if other := two.url(t); other != url {
		t.Fatalf("two servers: %s, %s", url, other)
	}
	execute(t, url, keepLisa)
	one.stop(t)
	expectLisa(t, url)
	two.stop(t)
	if _, err := os.Stat(filepath.Join(dir, "postgres/data/postmaster.pid")); err == nil {
		t.Error("the last one out did not stop the server")
	}
}

func TestAbandonedStartLeavesNoServer(t *testing.T) {
	t.Parallel()
	h, dir := testHost(t), newFolder(t)
	stop(t, begin(t, h, dir))
	home, err := h.locate(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	c, err := h.openCluster(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := join(ctx, c, slog.New(slog.DiscardHandler)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if pid, _ := c.postmaster(); pid != 0 {
		t.Error("a server was left behind")
	}
}

func TestLongPathsGetTheirSocketElsewhere(t *testing.T) {
	t.Parallel()
	for name, dir := range map[string]string{
		"long":        strings.Repeat("lang/", 30),
		"comma":       "a,b",
		"odd letters": `Müller's "Büro"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := begin(t, testHost(t), filepath.Join(newFolder(t), dir))
			expect := `SELECT 'Lisa'`
			if got := ask(t, s.URL(), expect); got != "Lisa" {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestSocketFolderThatOthersCanEnterIsRefused(t *testing.T) {
	t.Parallel()
	dir, err := realDir(filepath.Join(newFolder(t), strings.Repeat("lang/", 30)))
	if err != nil {
		t.Fatal(err)
	}
	open := socketFolder(filepath.Join(dir, "postgres"))
	if err := os.Mkdir(open, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(open) })
	owner, err := newAccount()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chmod(open, 0o755), owner.give(open)); err != nil {
		t.Fatal(err)
	}
	_, err = testHost(t).start(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "must be a private folder") {
		t.Errorf("got %v", err)
	}
}

// BenchmarkStartOnExistingData measures what a user waits for at each start.
func BenchmarkStartOnExistingData(b *testing.B) {
	h, dir := testHost(b), newFolder(b)
	stop(b, begin(b, h, dir))
	for b.Loop() {
		s := begin(b, h, dir)
		b.StopTimer()
		stop(b, s)
		b.StartTimer()
	}
}
