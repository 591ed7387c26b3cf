package webhooks

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

// oneOwner is a store in which one user owns every suggestion but the zero one.
type oneOwner struct {
	engine.Store
	owner, asked engine.UserID
}

func (s *oneOwner) Work(_ context.Context, f func(engine.Work) error) error {
	return f(finding{store: s})
}

type finding struct {
	engine.Work
	store *oneOwner
}

func (f finding) OwnerOf(_ context.Context, id engine.SuggestionID) (engine.UserID, error) {
	if id == uuid.Nil {
		return uuid.Nil, &engine.Error{Code: engine.NotFound}
	}
	return f.store.owner, nil
}

func (f finding) As(_ context.Context, user engine.UserID) (engine.Tx, error) {
	f.store.asked = user
	return owning{}, nil
}

type owning struct{ engine.Tx }

func (owning) Item(_ context.Context, id engine.SuggestionID) (engine.Item, error) {
	return engine.Item{Suggestion: engine.Suggestion{ID: id}, LeadName: "Lisa"}, nil
}

func TestAPageIsLookedUpWithTheRightsOfItsUser(t *testing.T) {
	id, store := uuid.New(), &oneOwner{owner: uuid.New()}
	item, err := Stored{store}.Item(t.Context(), id)
	must(t, err)
	if item.LeadName != "Lisa" || item.ID != id || store.asked != store.owner {
		t.Errorf("%+v as %v", item, store.asked)
	}
	if _, err := (Stored{store}).Item(t.Context(), uuid.Nil); engine.CodeOf(err) != engine.NotFound {
		t.Error(err)
	}
}
