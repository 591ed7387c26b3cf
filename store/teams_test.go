package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
)

// follow makes the leader the member's.
func (m member) follow(leader engine.UserID) {
	m.Helper()
	m.as(func(tx engine.Tx) error {
		user, err := tx.User(m.Context())
		if err != nil {
			return err
		}
		user.LeaderID = &leader
		return tx.SaveUser(m.Context(), user)
	})
}

// fixed is a clock that stands still.
type fixed time.Time

func (f fixed) Now() time.Time { return time.Time(f) }

func TestATeamKnowsTogetherWhatItsMembersSent(t *testing.T) {
	db, url := open(t)
	leader, max, anna, stranger := joined(t, db, "1"), joined(t, db, "2"), joined(t, db, "3"), joined(t, db, "4")
	max.follow(leader.id)
	anna.follow(leader.id)
	for _, m := range []member{leader, max, anna, stranger} {
		m.send(0, now)
	}
	anna.send(1, now)
	nightAt(t, db, now.Add(time.Hour))
	team := "true checkin/0 3.00 0.00 0.00 0.00; "
	another := "true checkin/1 1.00 0.00 0.00 0.00; "
	own := "false checkin/0 1.00 0.00 0.00 0.00; "
	channel := "whatsapp 1.00 0.00; "
	for name, c := range map[string]struct {
		member
		want string
	}{
		"the leader": {leader, own + team + another + channel},
		"a member":   {max, own + team + another + channel},
		"a stranger": {stranger, own + channel},
	} {
		if got := c.tallies(); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
	max.send(0, now)
	nightAt(t, db, now.Add(2*time.Hour))
	if got := leader.tallies(); got != own+team+another+channel {
		t.Errorf("the same night again: %s", got)
	}
	nightAt(t, db, now.Add(22*time.Hour))
	if got, want := fresh(leader.tallies()), own+"true checkin/0 3.99 0.00 0.00 0.00; "+another+channel; got != want {
		t.Errorf("the next night: %s\nwant %s", got, want)
	}
	onlyReaders(t, url, map[engine.UserID]int{leader.id: 2, max.id: 2, stranger.id: 0})
}

func nightAt(t testing.TB, db *store.DB, at time.Time) {
	t.Helper()
	if err := (&engine.Engine{Store: db, Clock: fixed(at)}).Night(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// onlyReaders asks the tables without any WHERE: a team reads its sums and nobody writes them, the work scope reads
// counts of wordings and no decision.
func onlyReaders(t *testing.T, url string, readers map[engine.UserID]int) {
	t.Helper()
	for user, want := range readers {
		app := connect(t, url, "salesflow_app")
		var rows int
		if _, err := app.Exec(t.Context(), fmt.Sprintf("SET app.user_id = '%s'", user)); err != nil {
			t.Fatal(err)
		}
		if err := app.QueryRow(t.Context(), "SELECT count(*) FROM team_variant_tallies").Scan(&rows); err != nil || rows != want {
			t.Errorf("%d rows are to be seen, want %d: %v", rows, want, err)
		}
		tag, err := app.Exec(t.Context(), "UPDATE team_variant_tallies SET reward = 1000")
		if err != nil || tag.RowsAffected() != 0 {
			t.Errorf("%d rows were changed: %v", tag.RowsAffected(), err)
		}
	}
	app := connect(t, url, "salesflow_app")
	if _, err := app.Exec(t.Context(), "SET app.scope = 'work'"); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int{"variant_tallies": 5, "channel_tallies": 0, "decisions": 0} {
		var rows int
		if err := app.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&rows); err != nil || rows != want {
			t.Errorf("%s shows %d rows, want %d: %v", table, rows, want, err)
		}
	}
	tag, err := app.Exec(t.Context(), "UPDATE variant_tallies SET reward = 1000")
	if err != nil || tag.RowsAffected() != 0 {
		t.Errorf("the work scope changed %d tallies: %v", tag.RowsAffected(), err)
	}
}
