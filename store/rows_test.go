package store

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/engine"
)

// part is embedded in what the tests read.
type part struct {
	LeadID  uuid.UUID
	OtherID *uuid.UUID
}

// line has a field of each kind that rows have.
type line struct {
	part
	Stage   engine.Stage
	Outcome *engine.Outcome
	Parts   []string
	Key     []byte
	_       int
}

const lines = `SELECT 'tried' AS outcome, '{a,b}'::text[] AS parts, 'new' AS stage, '\x01'::bytea AS key,
		'00000000-0000-7000-8000-000000000001'::uuid AS lead_id, '00000000-0000-7000-8000-000000000002'::uuid AS other_id
	UNION ALL SELECT NULL, NULL, '', NULL, '00000000-0000-7000-8000-000000000003', NULL`

func TestEachRowIsReadByItself(t *testing.T) {
	t.Parallel()
	db, _, _ := apiDB(t)
	rows, err := many[line](t.Context(), db.pool, lines+` UNION ALL (`+lines+`)`)
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, row := range rows {
		if i%2 == 0 {
			if row.LeadID != apiLead(1) || *row.OtherID != apiLead(2) || row.Stage != "new" || *row.Outcome != "tried" ||
				!slices.Equal(row.Parts, []string{"a", "b"}) || !slices.Equal(row.Key, []byte{1}) {
				t.Errorf("row %d: %+v", i, row)
			}
		} else if row.LeadID != apiLead(3) || row.OtherID != nil || row.Stage != "" || row.Outcome != nil || row.Parts != nil || row.Key != nil {
			t.Errorf("row %d holds something of the one before: %+v", i, row)
		}
	}
	if rows[0].OtherID == rows[2].OtherID || &rows[0].Parts[0] == &rows[2].Parts[0] || &rows[0].Key[0] == &rows[2].Key[0] {
		t.Error("two rows share what they refer to")
	}
}

func TestColumnsAndFieldsMustMatch(t *testing.T) {
	t.Parallel()
	db, _, _ := apiDB(t)
	type pair struct{ A, B string }
	for sql, want := range map[string]bool{
		`SELECT 'x' AS a, 'y' AS b`:             true,
		`SELECT 'x' AS b, 'y' AS a`:             true,
		`SELECT 'x' AS a`:                       false,
		`SELECT 'x' AS a, 'y' AS c`:             false,
		`SELECT 'x' AS a, 'y' AS b, 'z' AS c`:   false,
		`SELECT 'x' AS a, NULL::text AS b`:      false,
		`SELECT 'x' AS a, 1 / (now() - now())`:  false,
		`SELECT 'x' AS a, (1 / 0)::text AS b`:   false,
		`SELECT 'x' AS a, 'y' AS b WHERE false`: true,
	} {
		if _, err := many[pair](t.Context(), db.pool, sql); (err == nil) != want {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func TestOneIsExactlyOne(t *testing.T) {
	t.Parallel()
	db, _, _ := apiDB(t)
	type number struct{ N int }
	for n, want := range []error{&engine.Error{Code: engine.NotFound}, nil, pgx.ErrTooManyRows} {
		_, err := one[number](t.Context(), db.pool, `SELECT n FROM generate_series(1, $1::int) n`, n)
		if engine.CodeOf(err) != engine.CodeOf(want) || errors.Is(want, pgx.ErrTooManyRows) != errors.Is(err, pgx.ErrTooManyRows) {
			t.Errorf("%d rows: %v", n, err)
		}
	}
}

func TestIDsArriveAsTheyWereSent(t *testing.T) {
	t.Parallel()
	db, _, _ := apiDB(t)
	type sent struct {
		One, Max uuid.UUID
		Pointer  *uuid.UUID
		None     *uuid.UUID
		Many     []uuid.UUID
		Text     string
	}
	id := uuid.New()
	got, err := one[sent](t.Context(), db.pool, `
		SELECT $1::uuid AS one, $2::uuid AS max, $3::uuid AS pointer, $4::uuid AS none, $5::uuid[] AS many, $1::uuid::text AS text`,
		id, uuid.Max, &id, (*uuid.UUID)(nil), []uuid.UUID{id, uuid.Nil})
	if err != nil || got.One != id || got.Max != uuid.Max || *got.Pointer != id || got.None != nil ||
		!slices.Equal(got.Many, []uuid.UUID{id, uuid.Nil}) || got.Text != id.String() {
		t.Errorf("%+v, %v", got, err)
	}
	if id, err := value[uuid.UUID](t.Context(), db.pool, `SELECT NULL::uuid`); err == nil {
		t.Errorf("no id is read as %v", id)
	}
}
