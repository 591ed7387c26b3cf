package webhooks

import (
	"context"

	"github.com/salesflow/salesflow/engine"
)

// Stored are the Items of a store.
type Stored struct{ Store engine.Store }

// Item finds a suggestion with the rights of its user, whoever that is.
func (s Stored) Item(ctx context.Context, id engine.SuggestionID) (item engine.Item, err error) {
	err = s.Store.Work(ctx, func(w engine.Work) error {
		owner, err := w.OwnerOf(ctx, id)
		if err != nil {
			return err
		}
		tx, err := w.As(ctx, owner)
		if err != nil {
			return err
		}
		item, err = tx.Item(ctx, id)
		return err
	})
	return item, err
}
