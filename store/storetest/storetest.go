// Package storetest gives each test a Postgres database of its own: migrated,
// empty, and dropped at the end.
//
// One migrated database, the blueprint, is made for each set of migrations;
// every test gets a clone of it. The server is a throw-away one for the test
// binary, or the one that SALESFLOW_TEST_DATABASE_URL names (the URL of a
// superuser), which then serves all test binaries of a run.
//
// The package knows nothing of the schema: the caller brings the migration.
package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/salesflow/salesflow/store/local"
)

// Migration brings the database at url up to date. It must do the same at
// every call, since its result is made once and cloned.
type Migration func(ctx context.Context, url string) error

const (
	// cleanUpWithin bounds what happens after a test, whose context has ended.
	cleanUpWithin = 30 * time.Second
	retryEvery    = 20 * time.Millisecond
	// objectInUse is the SQLSTATE of a CREATE DATABASE whose template has a
	// session: autovacuum may look into a blueprint at any time.
	objectInUse = "55006"
)

// New returns the URL of a fresh database that migrate has brought up to date.
// It belongs to the test alone; sessions that are still open at the test's end
// are cut off.
func New(t testing.TB, migrate func(ctx context.Context, url string) error) string {
	t.Helper()
	found, err := findServer()
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	server := found.url
	blueprint, err := blueprintOf(t.Context(), server, migrate)
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	if err := clone(t.Context(), server, name, blueprint); err != nil {
		t.Fatalf("test database: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), cleanUpWithin)
		defer cancel()
		if err := run(ctx, server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	return databaseURL(server, name)
}

// Server starts a durable server, as production has it, that belongs to the test
// and may be killed by it: see [local.Server.PID]. [local.Start] with the data
// folder dir serves the same data again.
func Server(t testing.TB) (server *local.Server, dir string) {
	t.Helper()
	dir = Folder(t)
	server, err := local.Start(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("test server: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), cleanUpWithin)
		defer cancel()
		if err := server.Stop(ctx); err != nil {
			t.Errorf("stop the test server: %v", err)
		}
	})
	return server, dir
}

// Folder is t.TempDir, only that the account Postgres runs as can enter it when
// the tests run as root.
func Folder(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

// clone makes the database name out of blueprint.
func clone(ctx context.Context, server, name, blueprint string) error {
	for {
		err := run(ctx, server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, blueprint))
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.Code != objectInUse {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(retryEvery):
		}
	}
}

// run executes one statement in a session of its own.
func run(ctx context.Context, url, statement string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// databaseURL is the URL of another database of the same server.
func databaseURL(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server // findServer has parsed it
	}
	u.Path = "/" + name
	return u.String()
}
