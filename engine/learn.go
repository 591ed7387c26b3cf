package engine

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// Models keeps the reply models. They hold nothing of a lead; whoever decides may read them.
type Models interface {
	// LatestModel returns the newest model if its version is higher than newerThan.
	LatestModel(ctx context.Context, newerThan int) (m timing.Model, found bool, err error)
	// Model returns a model by its version; code NotFound when it is not kept any more.
	Model(ctx context.Context, version int) (timing.Model, error)
	// Fitted returns version and time of the newest model, zero when there is none.
	Fitted(ctx context.Context) (version int, at time.Time, err error)
	// AddModel adds a model and removes those that are more than keep versions older; code Conflict when there is
	// one of its version.
	AddModel(ctx context.Context, m FittedModel, keep int) error
	// UsersBeyond returns up to limit users in the order of their ids, from beyond after on.
	UsersBeyond(ctx context.Context, after UserID, limit int) ([]UserID, error)
}

// FittedModel is a model with where it comes from.
type FittedModel struct {
	timing.Model
	MadeAt  time.Time
	Records int // how many leads it was fitted to
}

// LeadHistory is all that a fit sees of a lead: its history, and where its user lives.
type LeadHistory struct {
	ID       LeadID
	Country  string
	Region   string
	Timezone string
	History  []byte
}

const (
	fitEvery     = 20 * time.Hour
	leastToLearn = 20     // messages to leads, without which no model says more than the default one
	mostToLearn  = 10_000 // leads in a fit: more hardly change it, and these take some 300 MB already
	modelsKept   = 30
)

// learn fits a model to what became of the messages of all users. Two processes that do so at once make the same
// model; the second one finds it there.
func (e *Engine) learn(ctx context.Context, now time.Time) error {
	var version int
	var at time.Time
	err := e.Store.Work(ctx, func(w Work) (err error) {
		version, at, err = w.Fitted(ctx)
		return err
	})
	if err != nil || version > 0 && now.Sub(at) < fitEvery {
		return err
	}
	records, err := e.sample(ctx, mostToLearn)
	if err != nil || messages(records) < leastToLearn {
		return err
	}
	m := FittedModel{Model: timing.Fit(records, now), MadeAt: now, Records: len(records)}
	m.Version = version + 1
	err = e.Store.Work(ctx, func(w Work) error { return w.AddModel(ctx, m, modelsKept) })
	if CodeOf(err) == Conflict {
		return nil
	}
	return err
}

func messages(records []timing.Record) (n int) {
	for _, r := range records {
		for _, t := range r.Touches {
			if t.Out {
				n++
			}
		}
	}
	return n
}

// sample takes the histories of at most so many leads, each lead being as likely as any other. It goes from user
// to user with the rights of each; where it comes upon too many leads it goes on with half of them.
func (e *Engine) sample(ctx context.Context, most int) ([]timing.Record, error) {
	var taken []drawn
	share := wholeShare
	for after := (UserID{}); ; {
		users, err := e.usersBeyond(ctx, after)
		if err != nil || len(users) == 0 {
			return recordsOf(taken), err
		}
		for _, user := range users {
			more, err := e.draw(ctx, user, share)
			if err != nil {
				return nil, err
			}
			for taken = append(taken, more...); len(taken) > most; {
				share /= 2
				taken = slices.DeleteFunc(taken, func(d drawn) bool { return d.lot >= share })
			}
			after = user
		}
	}
}

func (e *Engine) usersBeyond(ctx context.Context, after UserID) (users []UserID, err error) {
	err = e.Store.Work(ctx, func(w Work) error {
		users, err = w.UsersBeyond(ctx, after, usersAtOnce)
		return err
	})
	return users, err
}

// wholeShare is the share that holds every lot.
const wholeShare = int64(1) << 32

// drawn is a lead of a sample. Its lot is the random end of its id.
type drawn struct {
	timing.Record
	lot int64
}

// draw reads those of a user's histories whose lot lies in the share.
func (e *Engine) draw(ctx context.Context, user UserID, share int64) (taken []drawn, err error) {
	err = e.Store.As(ctx, user, func(tx Tx) error {
		histories, err := tx.Histories(ctx, share)
		for _, h := range histories {
			home := calendarOf(User{Country: h.Country, Region: h.Region, Timezone: h.Timezone})
			taken = append(taken, drawn{
				Record: timing.Record{User: user.String(), Country: h.Country, Lead: home, Touches: touchesOf(h.History)},
				lot:    int64(binary.BigEndian.Uint32(h.ID[12:])),
			})
		}
		return err
	})
	return taken, err
}

func recordsOf(taken []drawn) []timing.Record {
	records := make([]timing.Record, len(taken))
	for i := range taken {
		records[i] = taken[i].Record
	}
	return records
}
