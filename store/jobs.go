package store

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"github.com/robfig/cron/v3"

	"github.com/salesflow/salesflow/engine"
)

// Deliver asks for the queued messages of one address to be said, oldest first.
type Deliver struct {
	Address engine.AddressID `json:"address"`
}

// Kind names the job.
func (Deliver) Kind() string { return "deliver" }

// InsertOpts lets what has become due go before what is to be said: a list that is late makes more messages late.
func (Deliver) InsertOpts() river.InsertOpts { return river.InsertOpts{Priority: 2} }

// Fetch asks for the content of an inbound file. Author is who the user is in a chat, -1 if unknown.
type Fetch struct {
	Inbound engine.InboundID `json:"inbound"`
	Author  int              `json:"author"`
}

// Kind names the job.
func (Fetch) Kind() string { return "fetch" }

// InsertOpts bounds the tries: about ten minutes, after which the user is told.
func (Fetch) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: 15} }

// Tick asks for everything that has become due.
type Tick struct{}

// Kind names the job.
func (Tick) Kind() string { return "tick" }

// Night asks for what is added up once a day.
type Night struct{}

// Kind names the job.
func (Night) Kind() string { return "night" }

// Jobs adds jobs to the queue, always in the transaction of the change that needs them.
type Jobs struct{ client *river.Client[pgx.Tx] }

func newJobs(pool *pgxpool.Pool) (*Jobs, error) {
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{Logger: quiet(), FetchCooldown: time.Millisecond})
	return &Jobs{client}, err
}

func (j *Jobs) insert(ctx context.Context, q *pipeline, jobs ...river.JobArgs) error {
	if len(jobs) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(jobs))
	for i, args := range jobs {
		params[i] = river.InsertManyParams{Args: args}
	}
	_, err := j.client.InsertManyFastTx(ctx, patient{p: q}, params)
	return meaning(err)
}

// nudge adds a job that is tried once: the next tick brings another, so that none pile up while the channel is
// away. A unique job would not do: one that a killed process left running would keep it out for minutes.
func (j *Jobs) nudge(ctx context.Context, q *pipeline, job river.JobArgs) error {
	_, err := j.client.InsertTx(ctx, patient{p: q}, job, &river.InsertOpts{MaxAttempts: 1, Priority: 2})
	return meaning(err)
}

// TickNow queues a tick outside of its schedule, for a clock that was moved.
func (db *DB) TickNow(ctx context.Context) error {
	return db.Work(ctx, func(w engine.Work) error { return db.jobs.insert(ctx, w.(work).q, Tick{}) })
}

// Handlers are what the jobs do.
type Handlers struct {
	// Deliver returns how long to wait before trying again, zero when there is nothing left to say.
	Deliver func(ctx context.Context, address engine.AddressID) (again time.Duration, err error)
	Fetch   func(ctx context.Context, id engine.InboundID, author int) error
	GiveUp  func(ctx context.Context, id engine.InboundID) error // after the last try of a Fetch
	Tick    func(ctx context.Context) error
	Night   func(ctx context.Context) error
	// Draft writes a draft and returns how long to wait before trying again, zero when it is over.
	Draft func(ctx context.Context, id engine.DraftID) (again time.Duration, err error)
	// DraftsAtOnce is how many drafts models write at a time. More would be claimed and wait, lost to a kill meanwhile, and
	// be ahead of one that somebody waits for.
	DraftsAtOnce int
}

const (
	jobTimeout   = time.Minute
	nightTimeout = 30 * time.Minute
	draftTimeout = 100 * time.Second // must stay below rescueAfter
	// rescueAfter must exceed jobTimeout: a job is taken from a worker only when that has given up.
	rescueAfter = 2 * time.Minute
	retryCap    = time.Minute
)

// Runner works the job queue on a few connections of its own.
type Runner struct {
	pool   *pgxpool.Pool
	client *river.Client[pgx.Tx]
}

// Run starts working the queue.
func Run(ctx context.Context, url string, h Handlers, log *slog.Logger) (*Runner, error) {
	db, err := Open(ctx, url)
	if err != nil {
		return nil, err
	}
	client, err := river.NewClient(riverpgxv5.New(db.pool), &river.Config{
		Logger:               slog.New(warnings{log.Handler()}),
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 16}, draftQueue: {MaxWorkers: max(h.DraftsAtOnce, 1)}},
		Workers:              workers(h, log),
		PeriodicJobs:         []*river.PeriodicJob{everyMinute(), everyNight()},
		FetchCooldown:        10 * time.Millisecond,
		JobTimeout:           jobTimeout,
		RescueStuckJobsAfter: rescueAfter,
		RetryPolicy:          soon{},
	})
	if err == nil {
		err = client.Start(ctx)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return &Runner{pool: db.pool, client: client}, nil
}

// Stop lets running jobs finish until ctx ends, then cancels them, and closes the connections.
func (r *Runner) Stop(ctx context.Context) error {
	defer r.pool.Close()
	if err := r.client.Stop(ctx); err == nil {
		return nil
	}
	return r.client.StopAndCancel(context.WithoutCancel(ctx))
}

func workers(h Handlers, log *slog.Logger) *river.Workers {
	w := river.NewWorkers()
	river.AddWorker(w, &draftWorker{draft: func(ctx context.Context, id engine.DraftID) error {
		again, err := h.Draft(ctx, id)
		if err == nil && again > 0 {
			return river.JobSnooze(again)
		}
		return plain(ctx, log, "draft", err)
	}})
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, job *river.Job[Deliver]) error {
		again, err := h.Deliver(ctx, job.Args.Address)
		if err == nil && again > 0 {
			return river.JobSnooze(again)
		}
		return plain(ctx, log, "deliver", err)
	}))
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, job *river.Job[Fetch]) error {
		err := h.Fetch(ctx, job.Args.Inbound, job.Args.Author)
		if err != nil && job.Attempt >= job.MaxAttempts {
			err = errors.Join(err, h.GiveUp(ctx, job.Args.Inbound))
		}
		return plain(ctx, log, "fetch", err)
	}))
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, _ *river.Job[Tick]) error {
		return plain(ctx, log, "tick", h.Tick(ctx))
	}))
	river.AddWorker(w, &nightWorker{night: func(ctx context.Context) error {
		return plain(ctx, log, "night", h.Night(ctx))
	}})
	return w
}

// nightWorker goes through all users, which may take its time.
type nightWorker struct {
	river.WorkerDefaults[Night]
	night func(ctx context.Context) error
}

// Work does the night's work.
func (w *nightWorker) Work(ctx context.Context, _ *river.Job[Night]) error { return w.night(ctx) }

// Timeout is how long a night may last.
func (w *nightWorker) Timeout(*river.Job[Night]) time.Duration { return nightTimeout }

// plain logs a failure and keeps its code only: River stores what a job returns.
func plain(ctx context.Context, log *slog.Logger, job string, err error) error {
	if err == nil {
		return nil
	}
	log.WarnContext(ctx, "a job failed", "job", job, "error", err)
	return &engine.Error{Code: engine.CodeOf(err)}
}

func everyMinute() *river.PeriodicJob {
	schedule := cron.ConstantDelaySchedule{Delay: time.Minute}
	return river.NewPeriodicJob(schedule, func() (river.JobArgs, *river.InsertOpts) {
		return Tick{}, &river.InsertOpts{MaxAttempts: 1}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// everyNight runs at the start, too: a machine that is off at night would never come to it. What was done not long
// ago is not done again.
func everyNight() *river.PeriodicJob {
	schedule, err := cron.ParseStandard("30 2 * * *")
	if err != nil {
		panic(err) // a constant
	}
	return river.NewPeriodicJob(schedule, func() (river.JobArgs, *river.InsertOpts) {
		return Night{}, &river.InsertOpts{MaxAttempts: 1}
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// soon retries after 1, 2, 4 … seconds, at most a minute.
type soon struct{}

// NextRetry says when a failed job runs again.
func (soon) NextRetry(job *rivertype.JobRow) time.Time {
	return job.AttemptedAt.Add(min(time.Second<<min(len(job.Errors), 6), retryCap))
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// warnings lets nothing below a warning through: River tells every start and every five seconds how it is.
type warnings struct{ slog.Handler }

// Enabled says which records are wanted.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}
