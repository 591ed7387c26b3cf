package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
)

// ask adds a question of one user to another about a new lead.
func ask(t *testing.T, db *store.DB, name string, who ...engine.UserID) engine.Escalation {
	t.Helper()
	user, leader := who[0], who[1]
	lead, _ := addLead(t, db, user, name)
	e := engine.Escalation{
		ID: uuid.Must(uuid.NewV7()), LeaderID: leader, LeadID: lead.ID, UserName: "Max", LeadName: name, Days: 7,
		CreatedAt: now, NotBefore: now,
	}
	as(t, db, user, func(tx engine.Tx) error { return tx.AddEscalation(t.Context(), e) })
	return e
}

// questions are the leads that a leader is asked about by a time.
func questions(t *testing.T, db *store.DB, leader engine.UserID, at time.Time) (names []string) {
	t.Helper()
	as(t, db, leader, func(tx engine.Tx) error {
		found, err := tx.Questions(t.Context(), at)
		for _, q := range found {
			names = append(names, q.LeadName)
		}
		return err
	})
	return names
}

func TestAQuestionGoesToTheLeaderAndNobodyElse(t *testing.T) {
	db, url := open(t)
	max, anna, eva := join(t, db, "1"), join(t, db, "2"), join(t, db, "3")
	e := ask(t, db, "Lisa", max.ID, anna.ID)
	for user, want := range map[engine.UserID]int{max.ID: 0, anna.ID: 1, eva.ID: 0} {
		if got := questions(t, db, user, now); len(got) != want {
			t.Errorf("%v, want %d", got, want)
		}
	}
	app := connect(t, url, "salesflow_app")
	for user, want := range map[engine.UserID]int{max.ID: 1, anna.ID: 1, eva.ID: 0} {
		var seen, leads int
		if _, err := app.Exec(t.Context(), fmt.Sprintf("SET app.user_id = '%s'", user)); err != nil {
			t.Fatal(err)
		}
		err := app.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM escalations), (SELECT count(*) FROM leads)`).Scan(&seen, &leads)
		if err != nil || seen != want || (leads > 0) != (user == max.ID) {
			t.Errorf("sees %d questions and %d leads: %v", seen, leads, err)
		}
	}
	if _, err := app.Exec(t.Context(), fmt.Sprintf("SET app.user_id = '%s'", eva.ID)); err != nil {
		t.Fatal(err)
	}
	_, err := app.Exec(t.Context(), `INSERT INTO escalations (id, user_id, leader_id, lead_id, user_name, lead_name, days, created_at, not_before)
		SELECT gen_random_uuid(), $1, $2, $3, 'x', 'x', 1, now(), now()`, max.ID, eva.ID, e.LeadID)
	if err == nil {
		t.Error("a question in somebody else's name")
	}
	as(t, db, max.ID, func(tx engine.Tx) error {
		last, err := tx.LastEscalation(t.Context(), e.LeadID)
		if !last.Equal(now) {
			t.Errorf("asked last %s", last)
		}
		return err
	})
	err = db.As(t.Context(), max.ID, func(tx engine.Tx) error {
		_, err := tx.LastEscalation(t.Context(), uuid.New())
		return err
	})
	if engine.CodeOf(err) != engine.NotFound {
		t.Errorf("never asked: %v", err)
	}
}

func TestALeaderIsToldThreeQuestionsADay(t *testing.T) {
	db, _ := open(t)
	max, anna := join(t, db, "1"), join(t, db, "2")
	for i := range 5 {
		e := ask(t, db, fmt.Sprint("Lead", i), max.ID, anna.ID)
		told := e
		told.ToldAt, told.LeaderName = &now, "Anna"
		as(t, db, anna.ID, func(tx engine.Tx) error {
			ok, err := tx.SaveQuestion(t.Context(), told, now.Truncate(24*time.Hour))
			if ok != (i < 3) {
				t.Errorf("question %d: %v", i+1, ok)
			}
			return err
		})
	}
	if got := questions(t, db, anna.ID, now); len(got) != 2 {
		t.Errorf("still to ask: %v", got)
	}
	for _, want := range []int{3, 0} {
		as(t, db, max.ID, func(tx engine.Tx) error {
			confirmed, err := tx.Confirm(t.Context(), now)
			if len(confirmed) != want || want > 0 && confirmed[0].LeaderName != "Anna" {
				t.Errorf("confirmed %+v", confirmed)
			}
			return err
		})
	}
}

func TestAQuestionWaitsAndCanBeWithdrawn(t *testing.T) {
	db, _ := open(t)
	max, anna := join(t, db, "1"), join(t, db, "2")
	e := ask(t, db, "Lisa", max.ID, anna.ID)
	e.NotBefore = now.Add(time.Hour)
	as(t, db, anna.ID, func(tx engine.Tx) error {
		_, err := tx.SaveQuestion(t.Context(), e, time.Time{})
		return err
	})
	if got := questions(t, db, anna.ID, now); len(got) > 0 {
		t.Errorf("asked too early: %v", got)
	}
	if got := questions(t, db, anna.ID, e.NotBefore); len(got) != 1 {
		t.Errorf("not asked: %v", got)
	}
	as(t, db, anna.ID, func(tx engine.Tx) error { return tx.Withdraw(t.Context(), e.LeadID) }) // not hers
	if got := questions(t, db, anna.ID, e.NotBefore); len(got) != 1 {
		t.Errorf("the leader withdrew it: %v", got)
	}
	as(t, db, max.ID, func(tx engine.Tx) error { return tx.Cancel(t.Context(), e.LeadID, now) })
	if got := questions(t, db, anna.ID, e.NotBefore); len(got) > 0 {
		t.Errorf("asked about a stopped lead: %v", got)
	}
}

func TestUnsettledAreThoseWithSomethingToBeForgotten(t *testing.T) {
	db, url := open(t)
	max, anna := join(t, db, "1"), join(t, db, "2")
	owner := connect(t, url, "")
	unsettled := func() (found []engine.UserID) {
		err := db.Work(t.Context(), func(w engine.Work) (err error) {
			found, err = w.Unsettled(t.Context(), now, 10)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	expect := func(what string, want ...engine.UserID) {
		t.Helper()
		if got := unsettled(); len(got) != len(want) || len(want) == 1 && got[0] != want[0] {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := owner.Exec(t.Context(), sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	expect("nothing")
	e := ask(t, db, "Lisa", max.ID, anna.ID) // its suggestion is of no version that plans
	if got := unsettled(); !slices.Contains(got, max.ID) || !slices.Contains(got, anna.ID) {
		t.Errorf("an unplanned suggestion and a question: %v", got)
	}
	exec(`UPDATE suggestions SET planned_at = $1`, now)
	expect("a question", anna.ID)
	exec(`UPDATE escalations SET not_before = $1`, now.Add(time.Hour))
	expect("a question for later")
	exec(`UPDATE suggestions SET planned_at = $1`, now.Add(time.Hour))
	expect("planned in the future", max.ID)
	as(t, db, max.ID, func(tx engine.Tx) error {
		found, err := tx.Unwatched(t.Context(), now)
		if len(found) != 1 {
			t.Errorf("%d unwatched", len(found))
		}
		return err
	})
	exec(`UPDATE suggestions SET planned_at = $1`, now)
	exec(`UPDATE escalations SET told_at = $1::timestamptz, told_on = $1::timestamptz::date, number = 1`, now)
	expect("told", max.ID)
	as(t, db, max.ID, func(tx engine.Tx) error {
		_, err := tx.Confirm(t.Context(), now)
		return err
	})
	expect("confirmed")
	exec(`UPDATE users SET next_push_at = $1 WHERE id = $2`, now.AddDate(0, 1, 0), e.LeaderID)
	expect("a push far ahead", anna.ID)
}
