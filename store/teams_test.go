package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
)

// follow makes the leader the user's.
func follow(t testing.TB, db *store.DB, user engine.User, leader engine.UserID) {
	t.Helper()
	user.LeaderID = &leader
	as(t, db, user.ID, func(tx engine.Tx) error { return tx.SaveUser(t.Context(), user) })
}

// sendOne has the user send a message in a wording.
func sendOne(t testing.TB, db *store.DB, user engine.UserID, variant int) {
	t.Helper()
	_, suggestion := addLead(t, db, user, "Lisa")
	decide(t, db, user, suggestion, variant)
	as(t, db, user, func(tx engine.Tx) error { return tx.Sent(t.Context(), suggestion.ID, now) })
}

// fixed is a clock that stands still.
type fixed time.Time

func (f fixed) Now() time.Time { return time.Time(f) }

func TestATeamKnowsTogetherWhatItsMembersSent(t *testing.T) {
	db, url := open(t)
	leader, max, anna, stranger := join(t, db, "1"), join(t, db, "2"), join(t, db, "3"), join(t, db, "4")
	follow(t, db, max, leader.ID)
	follow(t, db, anna, leader.ID)
	for _, user := range []engine.User{leader, max, anna, stranger} {
		sendOne(t, db, user.ID, 0)
	}
	sendOne(t, db, anna.ID, 1)
	e := &engine.Engine{Store: db, Clock: fixed(now.Add(time.Hour))}
	if err := e.Night(t.Context()); err != nil {
		t.Fatal(err)
	}
	team := "true checkin/0 3.00 0.00 0.00 0.00; "
	another := "true checkin/1 1.00 0.00 0.00 0.00; "
	own := "false checkin/0 1.00 0.00 0.00 0.00; "
	channel := "whatsapp 1.00 0.00; "
	for name, c := range map[string]struct {
		user engine.UserID
		want string
	}{
		"the leader": {leader.ID, own + team + another + channel},
		"a member":   {max.ID, own + team + another + channel},
		"a stranger": {stranger.ID, own + channel},
	} {
		if got := tallies(t, db, c.user); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
	sendOne(t, db, max.ID, 0)
	nightAt(t, db, now.Add(2*time.Hour))
	if got := tallies(t, db, leader.ID); got != own+team+another+channel {
		t.Errorf("the same night again: %s", got)
	}
	nightAt(t, db, now.Add(22*time.Hour))
	if got, want := fresh(tallies(t, db, leader.ID)), own+"true checkin/0 3.99 0.00 0.00 0.00; "+another+channel; got != want {
		t.Errorf("the next night: %s\nwant %s", got, want)
	}
	onlyReaders(t, url, leader.ID, max.ID, stranger.ID)
}

func nightAt(t testing.TB, db *store.DB, at time.Time) {
	t.Helper()
	if err := (&engine.Engine{Store: db, Clock: fixed(at)}).Night(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// onlyReaders asks the tables without any WHERE: a team reads its sums and nobody writes them, the work scope reads
// counts of wordings and no decision.
func onlyReaders(t *testing.T, url string, leader, member, stranger engine.UserID) {
	t.Helper()
	for user, want := range map[engine.UserID]int{leader: 2, member: 2, stranger: 0} {
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
