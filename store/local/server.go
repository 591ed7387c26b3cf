package local

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// stopWithin bounds the clean-up after a start that was given up.
const stopWithin = 10 * time.Second

// Server is one program's share in the Postgres server of a data folder.
// Several programs may share one; the last one that stops ends the server.
type Server struct {
	cluster cluster
	log     *slog.Logger
	users   *os.File // locked, shared, until Stop

	mu      sync.Mutex // held while the server is brought back or left
	stopped bool
}

// Start makes sure that a Postgres server serves the data folder dir and
// returns when it answers. The folder is made where it is missing; data in it
// are kept. A server that another program runs there, or that a killed program
// left behind, is adopted; one that was killed is recovered.
//
// It fails with advice when there are no Postgres programs of the data's
// version and none can be downloaded, when the data belong to another user, or
// when the server does not answer within a minute.
func Start(ctx context.Context, dir string, log *slog.Logger) (*Server, error) {
	return thisHost().start(ctx, dir, log)
}

// StartScratch is Start for tests: the server forgets everything when the
// machine crashes, in exchange for speed, and dir must be a folder that the
// account Postgres runs as can enter.
func StartScratch(ctx context.Context, dir string, log *slog.Logger) (*Server, error) {
	h := thisHost()
	h.scratch = true
	return h.start(ctx, dir, log)
}

func (h host) start(ctx context.Context, dir string, log *slog.Logger) (*Server, error) {
	dir, err := realDir(dir)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	home, err := h.locate(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	starting, err := lockFile(ctx, filepath.Join(home, "start.lock"), syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	defer starting.Close()
	c, err := h.openCluster(ctx, home)
	if err != nil {
		return nil, err
	}
	if err := writeNote(dir, home); err != nil {
		return nil, err
	}
	return join(ctx, c, log)
}

// join becomes a user of the cluster and makes it answer.
func join(ctx context.Context, c cluster, log *slog.Logger) (*Server, error) {
	if pid, socket := c.postmaster(); pid != 0 {
		log.InfoContext(ctx, "using the postgres that runs", "folder", c.home, "pid", pid)
		c.socket = socket
	}
	users, err := lockFile(ctx, filepath.Join(c.home, "users.lock"), syscall.LOCK_SH)
	if err != nil {
		return nil, err
	}
	s := &Server{cluster: c, log: log, users: users}
	if err := s.bring(ctx); err != nil {
		after, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		return nil, errors.Join(err, s.leave(after))
	}
	return s, nil
}

// URL returns the connection string of the superuser. It stays the same when
// the server is restarted.
func (s *Server) URL() string { return s.cluster.url() }

// PID returns the process number of the server, or 0 when it does not run. A
// restart changes it.
func (s *Server) PID() int {
	pid, _ := s.cluster.postmaster()
	return pid
}

// Stop gives up this program's share. The last one to do so ends the server:
// open sessions are cut off, everything is on disk when Stop returns. It fails
// when ctx ends before; the server then ends a little later by itself.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil
	}
	starting, err := s.lockStart(ctx)
	if err != nil {
		return err
	}
	defer starting.Close()
	s.stopped = true
	return s.leave(ctx)
}

func (s *Server) lockStart(ctx context.Context) (*os.File, error) {
	return lockFile(ctx, filepath.Join(s.cluster.home, "start.lock"), syscall.LOCK_EX)
}

// leave needs the start lock: turning a lock from shared to exclusive lets go
// of it for a moment.
func (s *Server) leave(ctx context.Context) error {
	var err error
	if alone(s.users) {
		err = s.cluster.shutDown(ctx)
		_ = os.Remove(s.cluster.socket) // empty now; the next start makes it again
	}
	return errors.Join(err, s.users.Close())
}
