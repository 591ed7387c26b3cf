package ai

import (
	"context"
	"errors"
	"fmt"
)

// help is what may help after a fault.
type help int

const (
	again     help = iota // the same provider may answer the next time
	elsewhere             // another provider may
	nowhere               // none will, or none should be asked
)

// fault is why a provider did not answer. It holds nothing that was sent or that came back.
type fault struct {
	provider string
	why      string
	status   int // of HTTP; 0 without one
	help     help
	is       error    // ErrBusy, ErrTooLong, ErrRefused or nil
	blame    bool     // counts against the provider
	about    []string // the parameters that the server objects to, of those that it may do without
	picky    bool     // a request of another form may do
}

// Error says why.
func (f *fault) Error() string {
	if f.status > 0 {
		return fmt.Sprintf("%s (status %d)", f.why, f.status)
	}
	return f.why
}

// Unwrap returns what the fault is.
func (f *fault) Unwrap() error { return f.is }

// faultOf returns the fault in an error; any other error is one whose text is nobody's business.
func faultOf(err error) *fault {
	if f, ok := errors.AsType[*fault](err); ok {
		return f
	}
	return &fault{why: "not an answer as OpenAI's", help: elsewhere, blame: true}
}

// Why a provider's time is over: the causes with which contexts are cancelled.
var (
	errSlowStart = errors.New("no first token in time")
	errSlow      = errors.New("no whole answer in time")
	errGrace     = errors.New("the answer was whole")
)

// ended returns the fault of a context that is done, or nil. The caller's own end counts against the provider only
// where the time ran out.
func ended(ctx context.Context) *fault {
	if ctx.Err() == nil {
		return nil
	}
	cause := context.Cause(ctx)
	for _, slow := range []error{errSlowStart, errSlow} {
		if errors.Is(cause, slow) {
			return &fault{why: slow.Error(), help: elsewhere, blame: true}
		}
	}
	if errors.Is(cause, context.DeadlineExceeded) {
		return &fault{why: "the caller's time is over", help: nowhere, blame: true}
	}
	return &fault{why: "the caller gave up", help: nowhere}
}
