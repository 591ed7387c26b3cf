package engine

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/timing"
)

// fakeStore is a store that can be asked for histories only: one list of leads a user.
type fakeStore struct {
	Store
	users []UserID
	leads map[UserID][]LeadHistory
}

type fakeWork struct {
	Work
	store *fakeStore
}

type fakeTx struct {
	Tx
	leads []LeadHistory
}

func (s *fakeStore) Work(_ context.Context, f func(Work) error) error { return f(fakeWork{store: s}) }

func (s *fakeStore) As(_ context.Context, user UserID, f func(Tx) error) error {
	return f(fakeTx{leads: s.leads[user]})
}

func (w fakeWork) UsersBeyond(_ context.Context, after UserID, limit int) ([]UserID, error) {
	from := 0
	for from < len(w.store.users) && bytes.Compare(w.store.users[from][:], after[:]) <= 0 {
		from++
	}
	return w.store.users[from:min(from+limit, len(w.store.users))], nil
}

func (tx fakeTx) Histories(_ context.Context, share int64) (below []LeadHistory, err error) {
	for _, lead := range tx.leads {
		if int64(binary.BigEndian.Uint32(lead.ID[12:])) < share {
			below = append(below, lead)
		}
	}
	return below, nil
}

// manyLeads are 250 users, the first of whom has as many leads as all others together.
func manyLeads() *fakeStore {
	s := &fakeStore{leads: map[UserID][]LeadHistory{}}
	for range 250 {
		s.users = append(s.users, uuid.New())
	}
	slices.SortFunc(s.users, func(a, b UserID) int { return bytes.Compare(a[:], b[:]) })
	for i, user := range s.users {
		n := 20
		if i == 0 {
			n = 249 * 20
		}
		for range n {
			s.leads[user] = append(s.leads[user], LeadHistory{ID: uuid.New(), Country: "DE", History: make([]byte, touchBytes)})
		}
	}
	return s
}

func TestASampleIsBoundedAndEven(t *testing.T) {
	store := manyLeads()
	e := &Engine{Store: store}
	all, err := e.sample(t.Context(), 1e6)
	if err != nil || len(all) != 2*249*20 {
		t.Fatalf("%d leads of %d: %v", len(all), 2*249*20, err)
	}
	const most = 3000
	some, err := e.sample(t.Context(), most)
	if err != nil || len(some) > most || len(some) < most*2/5 {
		t.Fatalf("%d leads, at most %d: %v", len(some), most, err)
	}
	first := 0
	for _, r := range some {
		if r.User == store.users[0].String() {
			first++
		}
	}
	half, deviation := float64(len(some))/2, math.Sqrt(float64(len(some)))/2
	if math.Abs(float64(first)-half) > 5*deviation {
		t.Errorf("%d of %d leads are the first user's, who has half of all", first, len(some))
	}
	again, err := e.sample(t.Context(), most)
	if err != nil || !slices.EqualFunc(some, again, func(a, b timing.Record) bool { return a.User == b.User }) {
		t.Errorf("the same leads give another sample: %v", err)
	}
}
