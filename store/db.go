// Package store owns all SQL of SalesFlow: every statement stands in the method that runs it, one file a role.
// It implements the engine's ports on Postgres and nothing else; it decides nothing and reads no clock.
//
// Connections run as the role salesflow_app, which owns nothing and has row-level security against it. What
// a transaction may see is set when it begins: one user's rows, or the narrow work scope across users. The
// user also stands in every WHERE clause, so that either of the two would do.
package store

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/salesflow/salesflow/engine"
)

// DB is the database. It implements engine.Store.
type DB struct {
	pool *pgxpool.Pool
	jobs *Jobs
}

var _ engine.Store = (*DB)(nil)

// Open connects to a migrated database as salesflow_app.
func Open(ctx context.Context, url string) (*DB, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("DATABASE_URL is not a Postgres URL") // the cause quotes the password
	}
	config.ConnConfig.RuntimeParams["role"] = "salesflow_app"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	// Every statement asks for one user's rows through an index: planning it anew for each user gains nothing.
	config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	config.AfterConnect = knowUUIDs
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	jobs, err := newJobs(pool)
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &DB{pool: pool, jobs: jobs}, nil
}

// Close waits for running transactions and closes all connections.
func (db *DB) Close() { db.pool.Close() }

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return meaning(db.pool.Ping(ctx)) }

// InUse returns how many connections are held right now.
func (db *DB) InUse() int { return int(db.pool.Stat().AcquiredConns()) }

// Work runs f in one transaction across users.
func (db *DB) Work(ctx context.Context, f func(engine.Work) error) error {
	return db.inTx(ctx, acrossUsers, func(q *pipeline) error {
		return f(work{scope{q: q, jobs: db.jobs}})
	})
}

// As runs f in one transaction with the rights of one user.
func (db *DB) As(ctx context.Context, user engine.UserID, f func(engine.Tx) error) error {
	return db.inTx(ctx, asUser(user), func(q *pipeline) error {
		return f(tx{scope{q: q, jobs: db.jobs, user: user}})
	})
}

// inTx runs f in a transaction with a scope.
func (db *DB) inTx(ctx context.Context, scope query, f func(*pipeline) error) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return meaning(err)
	}
	defer conn.Release() // one that is still in a transaction is closed
	p := begin(conn.Conn(), scope)
	if err = f(p); err == nil {
		err = p.commit(ctx)
	}
	if err != nil {
		p.rollBack(ctx)
	}
	return meaning(err)
}

// scope is what the methods of a transaction share: the connection, the job queue, the user.
type scope struct {
	q    *pipeline
	jobs *Jobs
	user engine.UserID
}

// tx is a transaction of one user; work is one across users.
type (
	tx   struct{ scope }
	work struct{ scope }
)

var (
	_ engine.Tx   = tx{}
	_ engine.Work = work{}
)

// As narrows the transaction to one user.
func (w work) As(_ context.Context, user engine.UserID) (engine.Tx, error) {
	asUser(user)(w.q.waiting)
	return tx{scope{q: w.q, jobs: w.jobs, user: user}}, nil
}

// querier is a connection, a transaction or a pool.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// one reads the row that the query must return into a T, by column name.
func one[T any](ctx context.Context, q querier, sql string, args ...any) (T, error) {
	values, err := many[T](ctx, q, sql, args...)
	if len(values) > 1 {
		return values[0], pgx.ErrTooManyRows
	}
	return first(values, err)
}

// many reads all rows into Ts, by column name.
func many[T any](ctx context.Context, q querier, sql string, args ...any) ([]T, error) {
	rows, _ := q.Query(ctx, sql, args...) // collect returns its error
	values, err := collect[T](rows)
	return values, meaning(err)
}

// value reads a row of one column.
func value[T any](ctx context.Context, q querier, sql string, args ...any) (T, error) {
	rows, _ := q.Query(ctx, sql, args...) // CollectExactlyOneRow returns its error
	v, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	return v, meaning(err)
}

// exec runs a statement that returns nothing.
func exec(ctx context.Context, q querier, sql string, args ...any) error {
	_, err := q.Exec(ctx, sql, args...)
	return meaning(err)
}

// batch runs one statement for each set of arguments.
func batch(ctx context.Context, q *pipeline, sql string, sets [][]any) error {
	for _, args := range sets {
		if err := exec(ctx, q, sql, args...); err != nil {
			return err
		}
	}
	return nil
}

// byColumn turns rows of values into one array a column, for unnest.
func byColumn(rows [][]any) []any {
	columns := make([]any, len(rows[0]))
	for i := range columns {
		column := make([]any, len(rows))
		for j, row := range rows {
			column[j] = row[i]
		}
		columns[i] = column
	}
	return columns
}

// meaning turns an error of the database into one of the engine's. What Postgres says of a row (names,
// numbers) is dropped: only the state and the constraint go on.
func meaning(err error) error {
	var coded *engine.Error
	switch {
	case err == nil, errors.As(err, &coded):
		return err
	case errors.Is(err, pgx.ErrNoRows):
		return &engine.Error{Code: engine.NotFound}
	}
	if failure, ok := errors.AsType[*pgconn.PgError](err); ok {
		return &engine.Error{Code: codeOf(failure), Cause: errors.New(about(failure))}
	}
	if lostConnection(err) {
		return &engine.Error{Code: engine.Unavailable, Cause: errors.New("the database does not answer")}
	}
	return err
}

// about tells what may be told: state and constraint, and the message where it speaks of our SQL (class 42).
func about(failure *pgconn.PgError) string {
	text := "postgres " + failure.Code
	if failure.ConstraintName != "" {
		text += " " + failure.ConstraintName
	}
	if strings.HasPrefix(failure.Code, "42") {
		text += " " + failure.Message
	}
	return text
}

// codeOf classifies by SQLSTATE: 08 connection, 57P shutdown, 53 resources and 40 rollbacks may succeed later.
func codeOf(failure *pgconn.PgError) engine.Code {
	switch state := failure.Code; {
	case state == "23505":
		return engine.Conflict
	case strings.HasPrefix(state, "08"), strings.HasPrefix(state, "57P"),
		strings.HasPrefix(state, "53"), strings.HasPrefix(state, "40"):
		return engine.Unavailable
	}
	return engine.Internal
}

func lostConnection(err error) bool {
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || pgconn.Timeout(err) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, io.EOF) || pgconn.SafeToRetry(err) || errors.Is(err, pgx.ErrTxClosed) ||
		errors.Is(err, pgx.ErrTxCommitRollback) || isNetwork(err)
}
