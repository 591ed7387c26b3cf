package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// aCrowd is a crowd of three users, the first of which is due a minute before the others.
func aCrowd(t *testing.T) (*crowd, *pgx.Conn) {
	t.Helper()
	c, err := newCrowd(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	})
	for _, users := range []int{1, 3} { // it grows
		if err := c.grow(t.Context(), users, 1); err != nil {
			t.Fatal(err)
		}
	}
	conn, err := pgx.Connect(t.Context(), c.server.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(t.Context()) })
	return c, conn
}

// violations count what triggers and foreign keys would have refused: they are off while a crowd grows.
var violations = map[string]string{
	"open leads without one open suggestion": `SELECT count(*) FROM leads l WHERE l.is_open <> (1 = (SELECT count(*)
		FROM suggestions s WHERE s.user_id = l.user_id AND s.lead_id = l.id AND s.closed_at IS NULL))`,
	"suggestions of nobody's leads": `SELECT count(*) FROM suggestions s WHERE NOT EXISTS (SELECT FROM leads l
		WHERE l.user_id = s.user_id AND l.id = s.lead_id)`,
	"addresses of nobody's leads": `SELECT count(*) FROM addresses a WHERE a.lead_id IS NOT NULL AND NOT EXISTS (
		SELECT FROM leads l WHERE l.user_id = a.user_id AND l.id = a.lead_id)`,
	"leads of nobody": `SELECT count(*) FROM leads WHERE user_id NOT IN (SELECT id FROM users)`,
	"users without address or token": `SELECT count(*) FROM users u WHERE NOT EXISTS (SELECT FROM api_tokens t
		WHERE t.user_id = u.id) OR NOT EXISTS (SELECT FROM addresses a WHERE a.user_id = u.id AND a.lead_id IS NULL)`,
	"users without 200 leads": `SELECT count(*) FROM users u WHERE 200 <> (SELECT count(*) FROM leads l WHERE l.user_id = u.id)`,
}

func TestACrowdIsWhatTheProgramCouldHaveMade(t *testing.T) {
	_, conn := aCrowd(t)
	for what, sql := range violations {
		var n int
		if err := conn.QueryRow(t.Context(), sql).Scan(&n); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if n > 0 {
			t.Errorf("%d %s", n, what)
		}
	}
}

func TestMorningsAreMadeInTwoParts(t *testing.T) {
	c, conn := aCrowd(t)
	if _, err := tick(t.Context(), c, morning, 1); err != nil {
		t.Error(err)
	}
	if _, err := tick(t.Context(), c, morning.Add(time.Minute), 2); err != nil {
		t.Error(err)
	}
	var listed int
	if err := conn.QueryRow(t.Context(), `SELECT count(*) FROM suggestions WHERE listed_on = '2026-11-25'`).Scan(&listed); err != nil {
		t.Fatal(err)
	}
	if listed != 3*7 {
		t.Errorf("%d leads are listed, want seven a user", listed)
	}
}

// TestScriptsRun runs what pgbench runs, without pgbench's own commands.
func TestScriptsRun(t *testing.T) {
	_, conn := aCrowd(t)
	own := regexp.MustCompile(`(?m)^\\.*$`)
	for name, script := range map[string]string{
		"list": listScript(3), "morning": strings.ReplaceAll(morningScript, "THE_USER", theUser),
	} {
		sql := "SET ROLE salesflow_app; " + strings.ReplaceAll(own.ReplaceAllString(script, ""), ":u::", "2::")
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestQuantiles(t *testing.T) {
	var l latencies
	for i := range 100 {
		l = append(l, time.Duration(100-i))
	}
	for q, want := range map[float64]time.Duration{0: 1, 0.5: 50, 0.99: 99, 1: 100} {
		if got := l.quantile(q); got != want {
			t.Errorf("the quantile %v is %d, want %d", q, got, want)
		}
	}
}

func TestNumbersAreReadable(t *testing.T) {
	for n, want := range map[int]string{7: "7", 999: "999", 1000: "1,000", 1_000_050: "1,000,050"} {
		if got := count(n); got != want {
			t.Errorf("%d is written %s", n, got)
		}
	}
}
