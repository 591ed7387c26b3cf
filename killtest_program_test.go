package main_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// killClock runs in real time from the morning of a workday, and jumps while the program is away.
type killClock struct {
	begun   time.Time
	skipped atomic.Int64
}

// morningOfKills is shortly before the lists of all users: a Tuesday without a holiday.
const morningOfKills = "2026-11-24T07:59:00+01:00"

// Now returns the time that the program's clock shows.
func (c *killClock) Now() time.Time {
	start, _ := time.Parse(time.RFC3339, morningOfKills) // a constant
	return start.Add(time.Since(c.begun) + time.Duration(c.skipped.Load()))
}

func (c *killClock) skip(d time.Duration) { c.skipped.Add(int64(d)) }

// victim is the program, started again whenever it ends, as an operator's supervisor does.
type victim struct {
	binary  string
	address string
	env     []string
	clock   *killClock
	cancel  context.CancelFunc
	ended   chan struct{}
	client  http.Client

	mu       sync.Mutex
	process  *os.Process  // nil while none runs
	killed   bool         // by us, the process that runs
	byItself int          // how often it ended without that
	log      bytes.Buffer // of the process that was started last
}

// buildProgram builds the program that is tested.
func buildProgram(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "salesflow")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

// freeAddress is one that no outgoing connection of this machine takes while the program is away: systems choose
// their ports from above.
func freeAddress(t *testing.T) string {
	t.Helper()
	for port := 20000 + os.Getpid()%5000; port < 30000; port++ {
		address := fmt.Sprintf("127.0.0.1:%d", port)
		if l, err := net.Listen("tcp", address); err == nil {
			_ = l.Close() // the program takes it over
			return address
		}
	}
	t.Fatal("no free port")
	return ""
}

// run starts the program again and again, until it is stopped.
func (v *victim) run(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	v.cancel, v.ended = cancel, make(chan struct{})
	go func() {
		defer close(v.ended)
		for ctx.Err() == nil {
			v.runOnce(ctx, t)
		}
	}()
	t.Cleanup(v.stop)
}

// runOnce lets one process live.
func (v *victim) runOnce(ctx context.Context, t *testing.T) {
	cmd := exec.CommandContext(ctx, v.binary, "serve")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	cmd.Env = append(append(os.Environ(), v.env...), "SALESFLOW_CLOCK="+v.clock.Now().Format(time.RFC3339Nano))
	v.mu.Lock()
	v.log.Reset()
	cmd.Stdout, cmd.Stderr = writer{v}, writer{v}
	err := cmd.Start()
	v.process, v.killed = cmd.Process, false
	v.mu.Unlock()
	if err == nil {
		err = cmd.Wait()
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.process = nil
	_, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case v.killed:
	case ctx.Err() == nil:
		v.byItself++
	case failed:
		t.Errorf("the program was asked to stop: %v\n%s", err, v.log.String())
	}
}

// writer keeps what the process says.
type writer struct{ v *victim }

func (w writer) Write(p []byte) (int, error) {
	w.v.mu.Lock()
	defer w.v.mu.Unlock()
	return w.v.log.Write(p)
}

// kill kills the process that runs; false when none does.
func (v *victim) kill() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.process == nil || v.killed {
		return false
	}
	v.killed = true
	return v.process.Kill() == nil
}

// stop ends the program in an orderly way.
func (v *victim) stop() {
	v.cancel()
	<-v.ended
}

// serves reports whether the program and its database answer.
func (v *victim) serves() bool {
	response, err := v.client.Get("http://" + v.address + "/readyz")
	if err != nil {
		return false
	}
	_ = response.Body.Close() // only the status counts
	return response.StatusCode == http.StatusOK
}

func (v *victim) exits() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.byItself
}

// lastWords are the end of what the last process said.
func (v *victim) lastWords() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(v.log.String()), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}
