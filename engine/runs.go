package engine

import (
	"context"
	"time"
)

// Runs keeps runs.
type Runs interface {
	// OpenRuns returns the active and paused runs of leads, an active one of each first.
	OpenRuns(ctx context.Context, leads []LeadID) ([]Run, error)
	// RunsOf returns all runs of a lead, the newest first.
	RunsOf(ctx context.Context, lead LeadID) ([]Run, error)
	// AddRuns adds those that may be: a lead has one active run, and by itself a sequence begins once for a lead. It
	// returns the leads of those that were added.
	AddRuns(ctx context.Context, runs []Run) (added []LeadID, err error)
	// SaveRuns updates runs.
	SaveRuns(ctx context.Context, runs []Run) error
	// RemoveRun removes a run that an undo makes void.
	RemoveRun(ctx context.Context, id RunID) error
}

// Particulars keeps what conditions ask about leads beside what a Lead says.
type Particulars interface {
	// Particulars returns those of leads.
	Particulars(ctx context.Context, leads []LeadID) ([]Particular, error)
	// SaveParticular keeps what a user tells of a lead: whether it watched the video, and its satisfaction.
	SaveParticular(ctx context.Context, p Particular, at time.Time) error
}

// Particular is what conditions ask about a lead beside what a Lead says.
type Particular struct {
	LeadID           LeadID
	WatchedVideo     bool
	HasObjections    bool
	Satisfaction     int    // 0 to 10; 0 when unknown
	PreviousTemplate string // of the last message
	ResponsePositive bool   // the lead's last response to a run was
}

// Versions keeps the versions of sequences that a user's runs keep to, and finds who may begin one by itself.
type Versions interface {
	// AddSequence keeps a version; one that is there already stays. Current makes it the one that new runs start with.
	AddSequence(ctx context.Context, v SequenceVersion, current bool) error
	// SequenceVersion returns a version by its beginning, of any sequence where id is empty; code NotFound.
	SequenceVersion(ctx context.Context, id, version string) (SequenceVersion, error)
	// CurrentSequences returns the user's own sequences.
	CurrentSequences(ctx context.Context) ([]SequenceVersion, error)
	// RunsOn returns the active and paused runs of a sequence that keep to other versions than this one, and whether
	// their next step was shown already.
	RunsOn(ctx context.Context, id, version string) ([]ShownRun, error)
	// Idle returns the leads that may have become somebody to begin a sequence with: those that changed since a time,
	// that have been silent for a while, or whose satisfaction is known; without those that have an active run, or one
	// that was paused for another reason than a reply.
	Idle(ctx context.Context, since, at time.Time) ([]Lead, error)
	// Triggered returns which sequences have begun by themselves with leads.
	Triggered(ctx context.Context, leads []LeadID) ([]TriggeredRun, error)
}

// SequenceVersion is one version of a user's sequence as it is kept.
type SequenceVersion struct {
	ID        string
	Version   string
	Source    string
	CreatedAt time.Time
}

// ShownRun is a run and whether the user has seen the message of its next step.
type ShownRun struct {
	Run
	Shown bool
}

// TriggeredRun says that a sequence began with a lead by itself.
type TriggeredRun struct {
	LeadID     LeadID
	SequenceID string
}
