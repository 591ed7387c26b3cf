package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/salesflow/salesflow/engine"
)

// pipeline is a transaction that saves round trips: a statement that returns nothing waits and goes along with the
// next read or, at the latest, with the commit; so does the one that begins the transaction. A statement that fails
// thereby fails what comes after it, and with that the transaction.
type pipeline struct {
	conn    *pgx.Conn
	begun   bool
	waiting *pgx.Batch
	address *engine.AddressID // the user's own, nil while it is not known
}

// begin begins a transaction with a scope.
func begin(conn *pgx.Conn, scope query) *pipeline {
	p := &pipeline{conn: conn, waiting: &pgx.Batch{}}
	p.waiting.Queue("BEGIN")
	scope(p.waiting)
	return p
}

// commit sends what is waiting and ends the transaction. Postgres answers the commit of one that failed before with
// ROLLBACK, and without an error.
func (p *pipeline) commit(ctx context.Context) error {
	return p.read(ctx, func(b *pgx.Batch) {
		b.Queue("COMMIT").Exec(func(tag pgconn.CommandTag) error {
			if tag.String() != "COMMIT" {
				return pgx.ErrTxCommitRollback
			}
			return nil
		})
	})
}

// rollBack undoes what was sent. Where it cannot, the connection is of no use any more and will be closed.
func (p *pipeline) rollBack(ctx context.Context) {
	if p.begun {
		p.conn.Exec(ctx, "ROLLBACK")
	}
}

// Exec lets a statement wait. What it does is not known yet: the tag is empty.
func (p *pipeline) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	p.waiting.Queue(sql, args...)
	return pgconn.CommandTag{}, nil
}

// Query sends what is waiting and reads, in one round trip.
func (p *pipeline) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	before := p.waiting.Len()
	if before == 0 {
		return p.conn.Query(ctx, sql, args...)
	}
	b := p.take()
	b.Queue(sql, args...)
	results := p.conn.SendBatch(ctx, b)
	var failed error
	for range before {
		if _, err := results.Exec(); failed == nil {
			failed = err
		}
	}
	rows, err := results.Query()
	if failed == nil {
		failed = err
	}
	return lastRows{rows, results, failed}, failed
}

// read sends what is waiting and then the queries, all in one round trip.
func (p *pipeline) read(ctx context.Context, queries ...query) error {
	b := p.take()
	for _, q := range queries {
		q(b)
	}
	return meaning(p.conn.SendBatch(ctx, b).Close())
}

// flush sends what is waiting.
func (p *pipeline) flush(ctx context.Context) error {
	if p.waiting.Len() == 0 {
		return nil
	}
	return p.read(ctx)
}

func (p *pipeline) take() *pgx.Batch {
	b := p.waiting
	p.waiting, p.begun = &pgx.Batch{}, true
	return b
}

// lastRows are the rows of the last statement of a batch, which ends with them. err is what failed before them.
type lastRows struct {
	pgx.Rows
	results pgx.BatchResults
	err     error
}

// Next moves on to the next row.
func (r lastRows) Next() bool { return r.err == nil && r.Rows.Next() }

// Err returns what failed, in the rows or before them.
func (r lastRows) Err() error {
	if r.err != nil {
		return r.err
	}
	return r.Rows.Err()
}

// Close ends the rows and their batch.
func (r lastRows) Close() {
	r.Rows.Close()
	r.results.Close() // its error is the rows' own
}

// patient is a pipeline as River takes it: its statements, too, wait for the next read. What River does not use of a
// transaction is missing.
type patient struct {
	pgx.Tx // nil
	p      *pipeline
}

// Conn returns the connection, whose settings River reads.
func (t patient) Conn() *pgx.Conn { return t.p.conn }

// Exec lets a statement wait.
func (t patient) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return t.p.Exec(ctx, sql, args...)
}

// Query sends what is waiting and reads.
func (t patient) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return t.p.Query(ctx, sql, args...)
}

// QueryRow sends what is waiting, then reads a row.
func (t patient) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if err := t.p.flush(ctx); err != nil {
		return unread{err}
	}
	return t.p.conn.QueryRow(ctx, sql, args...)
}

// CopyFrom lets rows wait: the few jobs of a transaction are not worth the round trips of a COPY.
func (t patient) CopyFrom(
	ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource,
) (n int64, err error) {
	places := make([]string, len(columns))
	for i := range places {
		places[i] = "$" + strconv.Itoa(i+1)
	}
	sql := "INSERT INTO " + table.Sanitize() + " (" + strings.Join(columns, ", ") + ") VALUES (" + strings.Join(places, ", ") + ")"
	for ; rows.Next(); n++ {
		values, err := rows.Values()
		if err != nil {
			return n, err
		}
		t.p.waiting.Queue(sql, values...)
	}
	return n, rows.Err()
}

// unread is a row that could not be read.
type unread struct{ err error }

// Scan returns why.
func (u unread) Scan(...any) error { return u.err }
