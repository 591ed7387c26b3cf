package local

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// folderVariable makes this test binary a program that uses the folder.
const folderVariable = "SALESFLOW_LOCAL_TEST_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(folderVariable); dir != "" {
		if err := runProgram(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// runProgram uses the server of dir until it is told to stop.
func runProgram(dir string) error {
	ctx := context.Background()
	s, err := Start(ctx, dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	fmt.Println(s.URL())
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return err
	}
	return s.Stop(ctx)
}

// program is another process that uses a folder.
type program struct {
	cmd *exec.Cmd
	in  io.Writer
	out *bufio.Reader
}

// newProgram runs this test binary as a program, as another user if as is given.
func newProgram(t *testing.T, dir string, as *account) *program {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{cmd: exec.Command(binary)}
	if as != nil {
		p.cmd = as.command(t.Context(), dir, copyOf(t, binary))
	}
	p.cmd.Env = append(p.cmd.Environ(), folderVariable+"="+dir, "HOME="+dir)
	in, inErr := p.cmd.StdinPipe()
	out, outErr := p.cmd.StdoutPipe()
	if inErr != nil || outErr != nil {
		t.Fatal(inErr, outErr)
	}
	p.in, p.out = in, bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p
}

// copyOf puts the test binary where another user can run it.
func copyOf(t *testing.T, binary string) string {
	t.Helper()
	content, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	target := newFolder(t) + ".test"
	if err := os.WriteFile(target, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return target
}

// url waits until the program has its server.
func (p *program) url(t *testing.T) string {
	t.Helper()
	line, err := p.out.ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "postgres://") {
		t.Fatalf("the program says %q, %v", line, err)
	}
	return strings.TrimSpace(line)
}

func (p *program) stop(t *testing.T) {
	t.Helper()
	fmt.Fprintln(p.in, "stop")
	if err := p.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
}

func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// newFolder returns the path of a data folder that does not exist yet.
func newFolder(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "f")
}

// testHost is this machine with a place of its own for clusters that have to
// live elsewhere.
func testHost(t testing.TB) host {
	h := thisHost()
	h.shared = newFolder(t)
	return h
}

// begin starts the server of dir and stops it after the test.
func begin(t testing.TB, h host, dir string) *Server {
	t.Helper()
	s, err := h.start(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func stop(t testing.TB, s *Server) {
	t.Helper()
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func execute(t testing.TB, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func ask(t testing.TB, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var answer string
	if err := conn.QueryRow(t.Context(), sql).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

const (
	keepLisa = `CREATE TABLE kept AS SELECT 'Lisa'::text AS name`
	askLisa  = `SELECT name FROM kept`
)

func expectLisa(t testing.TB, url string) {
	t.Helper()
	if got := ask(t, url, askLisa); got != "Lisa" {
		t.Errorf("kept %q, want Lisa", got)
	}
}

func killProcess(t testing.TB, pid int) {
	t.Helper()
	if pid == 0 {
		t.Fatal("nothing to kill")
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// eventually looks until the condition holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for !holds() {
		if wait(ctx, pollEvery) != nil {
			t.Fatalf("never: %s", what)
		}
	}
}
