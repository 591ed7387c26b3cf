package ai

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	connectTimeout = 5 * time.Second
	firstPause     = 500 * time.Millisecond // before a retry, doubled each time
)

// provider asks one provider.
type provider struct {
	Provider
	o         Options
	transport http.RoundTripper
	places    *semaphore.Weighted
	gate      gate

	mu      sync.Mutex
	manners map[string]manners // by model: what a server takes, as far as it was found out
}

func newProvider(p Provider, o Options) *provider {
	transport := o.Transport
	if transport == nil {
		transport = newTransport(p.Concurrency)
	}
	return &provider{
		Provider: p, o: o, transport: transport, places: semaphore.NewWeighted(int64(p.Concurrency)), manners: map[string]manners{},
	}
}

func (p *provider) host() string {
	u, err := url.Parse(p.BaseURL)
	if err != nil {
		return ""
	}
	return u.Host
}

func (p *provider) local() bool {
	u, err := url.Parse(p.BaseURL)
	return err == nil && isPrivate(u.Hostname())
}

func (p *provider) close() {
	if idle, ok := p.transport.(interface{ CloseIdleConnections() }); ok {
		idle.CloseIdleConnections()
	}
}

// limited is ctx that ends with a cause after d, told by the router's timer.
func (p *provider) limited(ctx context.Context, d time.Duration, cause error) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := p.o.After(d, func() { cancel(cause) })
	return ctx, func() {
		stop()
		cancel(context.Canceled)
	}
}

// complete asks within the time-out, which includes waiting for a free place and the retries.
func (p *provider) complete(ctx context.Context, c Call, show *shown) (Reply, error) {
	deadline := p.o.Now().Add(p.Timeout)
	if by, ok := ctx.Deadline(); ok && by.Before(deadline) {
		deadline = by
	}
	ctx, end := p.limited(ctx, p.Timeout, errSlow)
	defer end()
	if err := p.places.Acquire(ctx, 1); err != nil {
		return Reply{}, &fault{why: "no free place in time", help: elsewhere, is: ErrBusy, blame: false}
	}
	defer p.places.Release(1)
	var last error
	for attempt := 0; ; attempt++ {
		if err := p.pause(ctx, attempt, deadline); err != nil {
			return Reply{}, cmp.Or(last, err)
		}
		show.anew()
		reply, err := p.once(ctx, c, show)
		if err == nil || faultOf(err).help != again || attempt == p.Retries {
			return reply, err
		}
		last = err // nothing has been billed: it was no answer that broke off
	}
}

// pause waits before an attempt: as long as the server asks, longer with every retry. A wait that would outlast the
// deadline is an error at once.
func (p *provider) pause(ctx context.Context, attempt int, deadline time.Time) error {
	pause := p.gate.resting(p.o.Now())
	if attempt > 0 {
		longest := firstPause << (attempt - 1)
		pause = max(pause, longest/2+time.Duration(p.o.Random()*float64(longest/2)))
	}
	switch {
	case pause == 0:
		return nil
	case p.o.Now().Add(pause).After(deadline):
		return &fault{why: "asks to be left alone for longer than there is time", help: elsewhere, is: ErrBusy}
	case p.o.Wait(ctx, pause) != nil:
		return &fault{why: "the time is over", help: elsewhere, is: ErrBusy}
	}
	return nil
}

// once asks once, if the gate lets it through.
func (p *provider) once(ctx context.Context, c Call, show *shown) (Reply, error) {
	probe, ok := p.gate.enter(p.o.Now())
	if !ok {
		return Reply{}, &fault{why: "rests after failures", help: elsewhere, is: ErrBusy}
	}
	reply, err := p.ask(ctx, c, show)
	p.gate.leave(p.o.Now(), probe, err)
	return reply, err
}

// ask asks in the form that the server takes. What it objects to is left out, and left out from then on if that did
// help.
func (p *provider) ask(ctx context.Context, c Call, show *shown) (Reply, error) {
	model := p.Models[c.Task]
	form, known := p.mannersOf(model)
	for {
		reply, err := p.stream(ctx, c, form, show)
		if err == nil {
			if !known {
				p.learn(model, form)
			}
			return reply, nil
		}
		f := faultOf(err)
		if !f.picky {
			return reply, err
		}
		simpler, ok := form.without(f.about, c)
		if !ok {
			return reply, err
		}
		form, known = simpler, false
	}
}

func (p *provider) mannersOf(model string) (form manners, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if form, known = p.manners[model]; known {
		return form, true
	}
	return usualManners(model), false
}

func (p *provider) learn(model string, form manners) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.manners[model] = form
}
