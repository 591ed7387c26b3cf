package store

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/salesflow/salesflow/engine"
)

// WriteDraft asks for a draft to be written.
type WriteDraft struct {
	Draft engine.DraftID `json:"draft"`
	Ahead bool           `json:"ahead"` // nobody waits for it
}

// Kind names the job.
func (WriteDraft) Kind() string { return "draft" }

// InsertOpts keeps drafts out of the way of everything else, and those that nobody waits for behind the others.
func (j WriteDraft) InsertOpts() river.InsertOpts {
	o := river.InsertOpts{Queue: draftQueue, Priority: 1, MaxAttempts: 10}
	if j.Ahead {
		o.Priority = 3
	}
	return o
}

// draftQueue is the queue of the jobs that wait for language models.
const draftQueue = "drafts"

// draftWorker waits for language models.
type draftWorker struct {
	river.WorkerDefaults[WriteDraft]
	draft func(ctx context.Context, id engine.DraftID) error
}

// Work writes a draft.
func (w *draftWorker) Work(ctx context.Context, job *river.Job[WriteDraft]) error {
	return w.draft(ctx, job.Args.Draft)
}

// Timeout is how long a draft may take.
func (w *draftWorker) Timeout(*river.Job[WriteDraft]) time.Duration { return draftTimeout }
