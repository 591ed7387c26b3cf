package storetest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"reflect"
	"runtime"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/migrations"
)

// buildLock is the advisory lock under which blueprints are made, one at a
// time: migrations may create roles, which all databases of a server share.
const buildLock = 7_253_356_001

// blueprintOf returns the name of the database that tests with this migration
// are cloned from, made at the first call in any process. Its template flag,
// set last, says that it is complete.
func blueprintOf(ctx context.Context, server string, migrate Migration) (string, error) {
	name, err := blueprintName(migrate)
	if err != nil {
		return "", err
	}
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", err
	}
	defer conn.Close(context.WithoutCancel(ctx)) // gives the lock back, too
	if done, err := isComplete(ctx, conn, name); done || err != nil {
		return name, err
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, buildLock); err != nil {
		return "", err
	}
	if done, err := isComplete(ctx, conn, name); done || err != nil {
		return name, err
	}
	return name, build(ctx, conn, name, func() error { return migrate(ctx, databaseURL(server, name)) })
}

func isComplete(ctx context.Context, conn *pgx.Conn, name string) (done bool, err error) {
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)`, name).Scan(&done)
	return done, err
}

// build makes the blueprint, in place of one that was left half done.
func build(ctx context.Context, conn *pgx.Conn, name string, migrate func() error) error {
	exec := func(statement string) error {
		_, err := conn.Exec(ctx, statement)
		return err
	}
	if err := exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
		return err
	}
	if err := exec("CREATE DATABASE " + name); err != nil {
		return err
	}
	if err := migrate(); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return exec("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS false IS_TEMPLATE true")
}

// blueprintName is a hash of the migrations and of the function's name, so that
// a changed migration never meets an old blueprint.
func blueprintName(migrate Migration) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.FuncForPC(reflect.ValueOf(migrate).Pointer()).Name())
	if err := hashFiles(sum, migrations.Files); err != nil {
		return "", err
	}
	return fmt.Sprintf("blueprint_%x", sum.Sum(nil)[:8]), nil
}

func hashFiles(sum hash.Hash, files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		_, writeErr := fmt.Fprintf(sum, "%s %d\n%s", name, len(content), content)
		return errors.Join(err, writeErr)
	})
}
