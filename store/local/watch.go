package local

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Watch brings the server back whenever it dies, until ctx ends or the server
// is stopped. It notices at once, by a connection that it holds open. A start
// that does not succeed is repeated, with pauses of up to three seconds.
func (s *Server) Watch(ctx context.Context) {
	for pause := firstPause; ; {
		if s.holdConnection(ctx) {
			pause = firstPause
		}
		if wait(ctx, pause) != nil {
			return
		}
		pause = min(2*pause, longestPause)
		done, err := s.restore(ctx)
		if done || ctx.Err() != nil {
			return
		}
		if err != nil {
			s.log.ErrorContext(ctx, "postgres does not come back", "error", err)
		}
	}
}

// holdConnection returns when the connection breaks, and whether there was one.
func (s *Server) holdConnection(ctx context.Context) bool {
	conn, err := pgx.Connect(ctx, s.URL())
	if err != nil {
		return false
	}
	defer conn.Close(ctx)
	for err == nil { // nobody notifies here: it ends with the connection
		_, err = conn.WaitForNotification(ctx)
	}
	return true
}

// restore makes a server that has died answer again; done is true when this
// program has stopped using it.
func (s *Server) restore(ctx context.Context) (done bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return true, nil
	}
	starting, err := s.lockStart(ctx)
	if err != nil {
		return false, err
	}
	defer starting.Close()
	s.log.WarnContext(ctx, "lost the connection to postgres", "folder", s.cluster.home)
	return false, s.bring(ctx)
}
