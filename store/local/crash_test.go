package local

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

func TestKilledServerRecoversCommittedData(t *testing.T) {
	t.Parallel()
	h, dir := testHost(t), newFolder(t)
	s := begin(t, h, dir)
	execute(t, s.URL(), keepLisa)
	busy := neverIdle(t, s.URL())
	killProcess(t, s.PID())

	again := begin(t, h, dir)
	expectLisa(t, again.URL())
	if serves(busy, s.cluster.data()) {
		t.Error("the orphan is still at work")
	}
}

// neverIdle occupies a backend, which then does not notice the death of its
// server, and returns its process number.
func neverIdle(t *testing.T, url string) int {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = conn.Exec(context.Background(), `DO 'BEGIN LOOP END LOOP; END'`)
	}()
	t.Cleanup(func() { <-ended })
	pid := int(conn.PgConn().PID())
	eventually(t, "the backend is busy", func() bool {
		return ask(t, url, `SELECT count(*)::text FROM pg_stat_activity WHERE state = 'active' AND pid = `+strconv.Itoa(pid)) == "1"
	})
	return pid
}

func TestKilledBackendDoesNotEndTheServer(t *testing.T) {
	t.Parallel()
	s := begin(t, testHost(t), newFolder(t))
	execute(t, s.URL(), keepLisa)
	server := s.PID()
	killProcess(t, neverIdle(t, s.URL()))
	again := begin(t, testHost(t), strings.TrimSuffix(s.cluster.home, "/postgres"))
	expectLisa(t, again.URL())
	if again.PID() != server {
		t.Error("the server was started anew")
	}
}

func TestServerOfAKilledProgramIsAdopted(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	dead := newProgram(t, dir, nil)
	url := dead.url(t)
	execute(t, url, keepLisa)
	backend := ask(t, url, `SELECT pg_postmaster_start_time()::text`)
	dead.kill()

	s := begin(t, testHost(t), dir)
	expectLisa(t, s.URL())
	if ask(t, s.URL(), `SELECT pg_postmaster_start_time()::text`) != backend {
		t.Error("the server was started anew")
	}
	stop(t, s)
	if s.PID() != 0 {
		t.Error("the adopted server was not stopped")
	}
}

func TestLeftoverPidFileDoesNotKeepTheServerDown(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]func(t *testing.T, owner account) string{
		"of a foreign process of the same user": foreignProcess,
		"of this very process":                  func(*testing.T, account) string { return strconv.Itoa(os.Getpid()) },
		"of a process that has ended":           func(*testing.T, account) string { return nobodysPid },
		"without a number":                      func(*testing.T, account) string { return "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, dir := testHost(t), newFolder(t)
			s := begin(t, h, dir)
			execute(t, s.URL(), keepLisa)
			lines, err := s.cluster.pidLines()
			if err != nil {
				t.Fatal(err)
			}
			killProcess(t, s.PID())
			eventually(t, "the server is dead", func() bool { return s.PID() == 0 })
			lines[pidLine] = first(t, s.cluster.owner)
			if err := os.WriteFile(s.cluster.pidFile(), []byte(strings.Join(lines, "\n")), 0o600); err != nil {
				t.Fatal(err)
			}
			expectLisa(t, begin(t, h, dir).URL())
		})
	}
}

// foreignProcess runs something else as the owner of the cluster, and expects
// it to be alive at the end.
func foreignProcess(t *testing.T, owner account) string {
	t.Helper()
	sleeper := owner.command(context.Background(), "/", "sleep", "600")
	if err := sleeper.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sleeper.Process.Signal(syscall.Signal(0)); err != nil {
			t.Errorf("the foreign process was ended: %v", err)
		}
		_ = sleeper.Process.Kill()
		_ = sleeper.Wait()
	})
	return strconv.Itoa(sleeper.Process.Pid)
}

func TestEmptyPidFileDoesNotKeepTheServerDown(t *testing.T) {
	t.Parallel()
	h, dir := testHost(t), newFolder(t)
	s := begin(t, h, dir)
	stop(t, s)
	if err := os.WriteFile(s.cluster.pidFile(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.cluster.owner.give(s.cluster.pidFile()); err != nil {
		t.Fatal(err)
	}
	begin(t, h, dir)
}

func TestWatchBringsAKilledServerBack(t *testing.T) {
	t.Parallel()
	s := begin(t, testHost(t), newFolder(t))
	execute(t, s.URL(), keepLisa)
	pool, err := pgxpool.New(t.Context(), s.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	watched := make(chan struct{})
	go func() { defer close(watched); s.Watch(context.Background()) }()
	for range 2 {
		killProcess(t, s.PID())
		eventually(t, "the pool works again", func() bool {
			var name string
			return s.PID() != 0 && pool.QueryRow(t.Context(), askLisa).Scan(&name) == nil && name == "Lisa"
		})
	}
	stop(t, s)
	<-watched // a stopped server is not brought back
	if s.PID() != 0 {
		t.Error("the server runs")
	}
}

func TestForeignProcessIsNotTakenForAServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sleeper := exec.Command("sleep", "600")
	sleeper.Dir = dir
	if err := sleeper.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sleeper.Process.Kill(); _ = sleeper.Wait() }()
	if serves(sleeper.Process.Pid, dir) {
		t.Error("a sleeping program in the folder is no server")
	}
}
