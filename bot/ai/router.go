package ai

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Options are what a router takes from around it. Only Now has to be set.
type Options struct {
	Now       func() time.Time                                   // this machine's clock, by which contexts end, too
	Log       *slog.Logger                                       // a warning for every provider that failed; nil logs nothing
	After     func(d time.Duration, f func()) (stop func() bool) // nil means time.AfterFunc
	Wait      func(ctx context.Context, d time.Duration) error   // before another attempt; nil means a timer
	Random    func() float64                                     // from 0 to 1, spreads attempts; nil means chance
	Transport http.RoundTripper                                  // nil means one of the router's own
}

// Router asks providers in order. Its methods may be called at the same time, and on a nil router, which is off.
type Router struct {
	providers []*provider
	order     map[Task][]*provider
	o         Options
}

// ProviderInfo is what users are told of a provider.
type ProviderInfo struct {
	Name   string
	Host   string // as in the address, with a port
	Region string // as the operator says; empty where nothing is said
	Local  bool   // on this machine or in a private network
	Tasks  []Task
}

// New returns a router for a configuration that Read or Single returned.
func New(c Config, o Options) *Router {
	o = o.filled()
	r := &Router{o: o, order: map[Task][]*provider{}}
	named := map[string]*provider{}
	for _, p := range c.Providers {
		named[p.Name] = newProvider(p, o)
		r.providers = append(r.providers, named[p.Name])
	}
	for _, task := range Tasks() {
		for _, name := range c.orderOf(task) {
			r.order[task] = append(r.order[task], named[name])
		}
	}
	return r
}

func (o Options) filled() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.After == nil {
		o.After = func(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	return o
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Serves reports whether there is a provider for a task.
func (r *Router) Serves(task Task) bool { return r != nil && len(r.order[task]) > 0 }

// Places returns how many calls of a task are asked at a time as long as nobody fails: more than that only wait.
func (r *Router) Places(task Task) int {
	if !r.Serves(task) {
		return 0
	}
	return r.order[task][0].Concurrency
}

// Providers returns who may be asked, for the privacy notice.
func (r *Router) Providers() []ProviderInfo {
	var all []ProviderInfo
	if r == nil {
		return nil
	}
	for _, p := range r.providers {
		info := ProviderInfo{Name: p.Name, Host: p.host(), Region: p.Region, Local: p.local()}
		for _, task := range Tasks() {
			if slices.Contains(r.order[task], p) {
				info.Tasks = append(info.Tasks, task)
			}
		}
		all = append(all, info)
	}
	return all
}

// Close gives up idle connections.
func (r *Router) Close() {
	if r == nil {
		return
	}
	for _, p := range r.providers {
		p.close()
	}
}

// Complete asks until a provider answers: each within its time-out, with its number of retries, and the next one when
// it fails. It returns ErrOff, a *Failure or the error of ctx. While an answer comes in, grown is told all of it so
// far, from within Complete; a provider that fails half-way begins anew, and so does what grown is told, with an
// empty text. What grown was told is not yet an answer: only a Reply without an error is.
func (r *Router) Complete(ctx context.Context, c Call, grown func(textSoFar string)) (Reply, error) {
	if !r.Serves(c.Task) {
		return Reply{}, ErrOff
	}
	var spent Reply
	var faults []*fault
	show := &shown{tell: grown}
	for _, p := range r.order[c.Task] {
		reply, err := p.complete(ctx, c, show)
		reply.add(spent)
		if err == nil {
			return reply, nil
		}
		spent = Reply{TokensIn: reply.TokensIn, TokensOut: reply.TokensOut}
		if ctx.Err() != nil {
			return spent, fmt.Errorf("the AI was asked in vain: %w", ctx.Err())
		}
		f := faultOf(err)
		f.provider = p.Name
		level := slog.LevelWarn
		if f.status == 0 && errors.Is(f, ErrBusy) {
			level = slog.LevelDebug // why it is not asked now has been told before
		}
		r.o.Log.Log(ctx, level, "an AI provider failed", "provider", p.Name, "task", string(c.Task), "error", err)
		if faults = append(faults, f); f.help == nowhere {
			return spent, r.failure(c.Task, f.is, faults)
		}
	}
	return spent, r.failure(c.Task, nil, faults)
}

func (r *Reply) add(other Reply) {
	r.TokensIn += other.TokensIn
	r.TokensOut += other.TokensOut
}

// failure sums up faults; unless it is said what they are they make a busy or, if any is not of that kind, a broken
// house.
func (r *Router) failure(task Task, is error, faults []*fault) *Failure {
	var whys []string
	busy := true
	for _, f := range faults {
		whys = append(whys, f.provider+": "+f.Error())
		busy = busy && errors.Is(f, ErrBusy)
	}
	switch {
	case is != nil:
	case busy:
		is = ErrBusy
	default:
		is = ErrDown
	}
	failure := &Failure{Err: is, why: strings.Join(whys, "; ")}
	for _, p := range r.order[task] {
		after := p.gate.closedFor(r.o.Now())
		if failure.After == 0 || after > 0 && after < failure.After {
			failure.After = after
		}
	}
	return failure
}

// shown is what the caller has been told so far.
type shown struct {
	tell func(string)
	some bool
}

func (s *shown) grown(text string) {
	if s.tell != nil {
		s.tell(text)
		s.some = text != ""
	}
}

// anew takes back what was shown.
func (s *shown) anew() {
	if s.some {
		s.grown("")
	}
}
