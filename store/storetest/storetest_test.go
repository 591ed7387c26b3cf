package storetest_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/store/storetest"
)

// modeVariable makes this test binary play a test run that is killed.
const modeVariable = "SALESFLOW_STORETEST_VICTIM"

func createLeads(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `CREATE TABLE leads (name text PRIMARY KEY)`)
	return errors.Join(err, conn.Close(ctx))
}

func query[T any](t testing.TB, url, sql string) T {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, _ := conn.Query(t.Context(), sql) // CollectExactlyOneRow returns its error
	answer, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Lisa", "Max", "Jörg"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := storetest.New(t, createLeads)
			query[string](t, url, `INSERT INTO leads VALUES ('`+name+`') RETURNING name`)
			if got := query[int](t, url, `SELECT count(*) FROM leads`); got != 1 {
				t.Errorf("%d leads, want only %s", got, name)
			}
		})
	}
}

func TestDatabaseIsDroppedWithOpenSessions(t *testing.T) {
	t.Parallel()
	other := storetest.New(t, createLeads)
	var name string
	t.Run("a test that leaves a session open", func(t *testing.T) {
		url := storetest.New(t, createLeads)
		name = query[string](t, url, `SELECT current_database()`)
		if _, err := pgx.Connect(t.Context(), url); err != nil {
			t.Fatal(err)
		}
	})
	if query[bool](t, other, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = '`+name+`')`) {
		t.Errorf("%s is still there", name)
	}
}

func TestMigrationRunsOnce(t *testing.T) {
	t.Parallel()
	calls := make(chan string, 100)
	migrate := func(ctx context.Context, url string) error {
		calls <- url
		return createLeads(ctx, url)
	}
	t.Run("many tests", func(t *testing.T) {
		for range 5 {
			t.Run("", func(t *testing.T) { t.Parallel(); storetest.New(t, migrate) })
		}
	})
	if len(calls) > 1 { // 0 on a shared server that has it from an earlier run
		t.Errorf("migrated %d times", len(calls))
	}
}

func TestTestBinariesCanShareAServer(t *testing.T) {
	t.Parallel()
	server, _ := storetest.Server(t)
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	for range 2 {
		go func() {
			cmd := exec.Command(binary, "-test.run=^(TestEachTestHasADatabaseOfItsOwn|TestMigrationRunsOnce)$")
			cmd.Env = append(os.Environ(), "SALESFLOW_TEST_DATABASE_URL="+server.URL())
			out, err := cmd.CombinedOutput()
			if err != nil {
				err = fmt.Errorf("%w: %s", err, out)
			}
			done <- err
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := query[int](t, server.URL(), `SELECT count(*) FROM pg_database WHERE datname LIKE 'blueprint\_%'`); got != 2 {
		t.Errorf("%d blueprints, want one for each of the two migrations", got)
	}
	if got := query[int](t, server.URL(), `SELECT count(*) FROM pg_database WHERE datname LIKE 'test\_%'`); got != 0 {
		t.Errorf("%d databases were left behind", got)
	}
}

func TestKilledRunLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	victim := exec.Command(binary, "-test.run=^TestVictim$")
	victim.Env = append(os.Environ(), modeVariable+"=yes", "SALESFLOW_TEST_DATABASE_URL=")
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	folder, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	folder = strings.TrimSuffix(strings.TrimSpace(folder), "/postgres/data")
	if _, err := os.Stat(folder); err != nil {
		t.Fatal(err)
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait()
	deadline := time.After(20 * time.Second)
	for _, err = os.Stat(folder); err == nil; _, err = os.Stat(folder) {
		select {
		case <-deadline:
			t.Fatalf("%s is still there", folder)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// TestVictim says where its server lives and then waits to be killed.
func TestVictim(t *testing.T) {
	url := storetest.New(t, createLeads)
	if os.Getenv(modeVariable) == "" {
		return
	}
	fmt.Println(query[string](t, url, `SHOW data_directory`))
	<-t.Context().Done()
}

func TestServerMayBeKilled(t *testing.T) {
	t.Parallel()
	server, _ := storetest.Server(t)
	if got := query[string](t, server.URL(), `SHOW fsync`); got != "on" {
		t.Errorf("fsync %s: not as production has it", got)
	}
	if err := syscall.Kill(server.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkNew measures what a test waits for its database.
func BenchmarkNew(b *testing.B) {
	storetest.New(b, createLeads)
	for b.Loop() {
		storetest.New(b, createLeads)
	}
}
