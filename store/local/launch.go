package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// patience bounds the wait for a server that is alive: after a crash it
	// replays up to a gigabyte of its journal before it answers.
	patience = time.Minute
	// firstPause and longestPause bound the pauses between launches that end
	// without a server; bring gives up after the longest one.
	firstPause   = 50 * time.Millisecond
	longestPause = 3 * time.Second
	// answerWithin bounds one question to a server that may be frozen.
	answerWithin = 5 * time.Second
)

// bring makes the cluster answer: it waits for a server that is alive and
// launches one where there is none.
func (s *Server) bring(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for pause := firstPause; ; pause *= 2 {
		err := s.launchAndAwait(ctx)
		if err == nil || ctx.Err() != nil || pause > longestPause {
			return err
		}
		if err := wait(ctx, pause); err != nil {
			return err
		}
	}
}

func (s *Server) launchAndAwait(ctx context.Context) error {
	alive := func() bool { pid, _ := s.cluster.postmaster(); return pid != 0 }
	if !alive() {
		s.log.InfoContext(ctx, "starting postgres", "folder", s.cluster.home)
		var err error
		if alive, err = s.cluster.launch(ctx); err != nil {
			return err
		}
	}
	return s.cluster.await(ctx, alive)
}

// launch starts a server and returns whether it is still alive, as a function.
func (c cluster) launch(ctx context.Context) (alive func() bool, err error) {
	if err := c.clearCrash(); err != nil {
		return nil, err
	}
	if err := c.makeSocketFolder(); err != nil {
		return nil, err
	}
	log, err := c.newLog()
	if err != nil {
		return nil, err
	}
	server := c.owner.command(context.WithoutCancel(ctx), c.home, filepath.Join(c.bin, "postgres"), c.arguments()...)
	server.Stdout, server.Stderr = log, log
	err = server.Start()
	if err = errors.Join(err, log.Close()); err != nil {
		return nil, fmt.Errorf("postgres as user %d: %w", c.owner.uid, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Wait() // what it died of is in its log
	}()
	return func() bool {
		select {
		case <-ended:
			return false
		default:
			return true
		}
	}, nil
}

// newLog begins a new log file and keeps the last one, which tells of a crash.
func (c cluster) newLog() (*os.File, error) {
	if err := os.Rename(c.logFile(), c.logFile()+".old"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return os.OpenFile(c.logFile(), os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o600)
}

func (c cluster) logFile() string { return filepath.Join(c.home, "postgres.log") }

// await waits until the server answers, dies, or ctx ends.
func (c cluster) await(ctx context.Context, alive func() bool) error {
	for {
		err := c.answers(ctx)
		if err == nil {
			return nil
		}
		if !alive() {
			log, _ := os.ReadFile(c.logFile())
			return fmt.Errorf("postgres in %s ended: %s", c.home, lastLines(log))
		}
		if waitErr := wait(ctx, pollEvery); waitErr != nil {
			return fmt.Errorf("postgres in %s does not answer: %w", c.home, errors.Join(waitErr, err))
		}
	}
}

// answers asks the server behind the socket whether it serves this very cluster.
func (c cluster) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.url())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var folder string
	if err := conn.QueryRow(ctx, `SELECT current_setting('data_directory')`).Scan(&folder); err != nil {
		return err
	}
	if folder != c.data() {
		return fmt.Errorf("%s is served instead of %s", folder, c.data())
	}
	return nil
}

// shutDown ends the server in an orderly way: sessions are cut off, and
// everything is written to disk.
func (c cluster) shutDown(ctx context.Context) error {
	for asked := false; ; {
		pid, _ := c.postmaster()
		if pid == 0 {
			return nil
		}
		if !asked {
			if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
				return fmt.Errorf("stop postgres: %w", err)
			}
			asked = true
		}
		if err := wait(ctx, pollEvery); err != nil {
			return fmt.Errorf("postgres in %s is still stopping: %w", c.home, err)
		}
	}
}
