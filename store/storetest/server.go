package storetest

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"

	"github.com/salesflow/salesflow/store/local"
)

// urlVariable names the server of the whole run, if there is one.
const urlVariable = "SALESFLOW_TEST_DATABASE_URL"

// server is where the databases of the tests live.
type server struct {
	url string
	// lifeline is a pipe that ends with this process; unreachable, it would be
	// closed by the garbage collector.
	lifeline io.Closer
}

// findServer returns the server of this test binary, started at the first call.
var findServer = sync.OnceValues(func() (server, error) {
	given := os.Getenv(urlVariable)
	if given == "" {
		return throwAway(context.Background())
	}
	if u, err := url.Parse(given); err != nil || u.Scheme == "" {
		return server{}, errors.New(urlVariable + " must have the form postgres://user:password@host:port/database")
	}
	return server{url: given}, nil
})

// throwAway starts a server that lives as long as this process.
func throwAway(ctx context.Context) (server, error) {
	dir, err := os.MkdirTemp("", "salesflow-test-")
	if err != nil {
		return server{}, err
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return server{}, err
	}
	postgres, err := local.StartScratch(ctx, dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return server{}, errors.Join(err, os.RemoveAll(dir))
	}
	lifeline, err := cleanUpAfterUs(postgres.PID(), dir)
	if err != nil {
		return server{}, errors.Join(err, postgres.Stop(ctx), os.RemoveAll(dir))
	}
	return server{url: postgres.URL(), lifeline: lifeline}, nil
}

// cleaner waits until its input ends, stops the server $1 without ceremony and
// removes the folder $2.
const cleaner = `read _
kill -QUIT "$1"
for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" || break; sleep 0.1; done
rm -rf "$2"`

// cleanUpAfterUs ends the server with this process, however that ends: the
// kernel closes the cleaner's input. Nobody has to write a TestMain for it, and
// a killed run leaves nothing behind.
func cleanUpAfterUs(pid int, dir string) (lifeline io.Closer, err error) {
	cmd := exec.Command("/bin/sh", "-c", cleaner, "sh", strconv.Itoa(pid), dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // outlives an interrupt
	lifeline, err = cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	return lifeline, cmd.Start()
}
