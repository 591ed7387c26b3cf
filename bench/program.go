package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const readyWithin = 30 * time.Second

// program is the program, serving the crowd an hour before the lists are due.
type program struct {
	command *exec.Cmd
	listen  string
}

// serve starts the program and waits until it is ready. Its data folder is the crowd's, so it uses the same server.
func serve(ctx context.Context, path string, c *crowd) (*program, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &program{listen: listener.Addr().String(), command: exec.CommandContext(ctx, path, "serve")}
	if err := listener.Close(); err != nil {
		return nil, err
	}
	p.command.Env = []string{
		"PATH=" + os.Getenv("PATH"), "DATA_DIR=" + c.dir, "LISTEN=" + p.listen, "LOG_LEVEL=warn",
		"SALESFLOW_CLOCK=" + morning.Add(-time.Hour).Format(time.RFC3339),
	}
	p.command.Stderr = os.Stderr
	p.command.Cancel = func() error { return p.command.Process.Signal(syscall.SIGTERM) }
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("%w: build it first, make build", err)
	}
	if err := p.ready(ctx); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

// ready waits until the program answers.
func (p *program) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for {
		answer, err := http.Get("http://" + p.listen + "/readyz")
		if err == nil {
			answer.Body.Close()
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// resident returns how much memory the program holds, in MB, as its own metrics tell.
func (p *program) resident() (float64, error) {
	answer, err := http.Get("http://" + p.listen + "/metrics")
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if bytes, ok := strings.CutPrefix(lines.Text(), "process_resident_memory_bytes "); ok {
			n, err := strconv.ParseFloat(bytes, 64)
			return n / (1 << 20), err
		}
	}
	return 0, errors.Join(lines.Err(), errors.New("the program does not tell its memory on this system"))
}

// stop ends the program in an orderly way.
func (p *program) stop() error {
	return errors.Join(p.command.Process.Signal(syscall.SIGTERM), p.command.Wait())
}
