package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"

	"github.com/salesflow/salesflow/engine"
)

const (
	callTimeout   = 20 * time.Second // of one call; a message may take a few
	idleTimeout   = 30 * time.Second // shorter than that of the other side: no call on a dead connection
	largestAnswer = 16 << 20         // a hundred updates are far smaller
)

// wire is an HTTP client whose errors tell what was certainly not sent from what may have been: they wrap
// engine.ErrNotSent in the first case. They never hold the address called, which contains the token.
type wire struct{ client *http.Client }

func newWire() wire {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.IdleConnTimeout = idleTimeout
	transport.MaxIdleConnsPerHost = maxConnections
	return wire{&http.Client{Transport: transport, Timeout: callTimeout, CheckRedirect: stay}}
}

// patient is a wire without a limit of its own: the context ends a call.
func (w wire) patient() wire {
	client := *w.client
	client.Timeout = 0
	return wire{&client}
}

// stay follows no redirect: the token is nobody else's business.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Do calls a method. An answer that does not come from the Bot API itself, such as a proxy's 502 page, and any
// server error mean that nothing was sent.
func (w wire) Do(request *http.Request) (*http.Response, error) {
	response, err := w.open(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }() // read to the end or given up
	body, err := io.ReadAll(io.LimitReader(response.Body, largestAnswer))
	if err != nil {
		return nil, bare(err)
	}
	if response.StatusCode >= http.StatusInternalServerError ||
		response.StatusCode >= http.StatusBadRequest && !json.Valid(body) {
		return nil, fmt.Errorf("%w: status %d", engine.ErrNotSent, response.StatusCode)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// open starts a request. One that never got a connection was not sent.
func (w wire) open(request *http.Request) (*http.Response, error) {
	var connected atomic.Bool
	ctx := httptrace.WithClientTrace(request.Context(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	response, err := w.client.Do(request.WithContext(ctx))
	if err != nil && !connected.Load() {
		return nil, fmt.Errorf("%w: %w", engine.ErrNotSent, bare(err))
	}
	return response, bare(err)
}

// bare is an error without the address that was called.
func bare(err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Err
	}
	return err
}

// outcome says in the engine's words how a call ended that the client library reports as err. Telegram's own
// descriptions may quote what was sent, so they are left out.
func outcome(err error) error {
	if wait, ok := errors.AsType[*tg.TooManyRequestsError](err); ok {
		return &engine.Later{After: time.Duration(max(wait.RetryAfter, 1)) * time.Second}
	}
	if _, ok := errors.AsType[*tg.MigrateError](err); ok {
		return engine.ErrRefused
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, engine.ErrNotSent):
		return engine.ErrNotSent
	case errors.Is(err, tg.ErrorForbidden):
		return engine.ErrBlocked
	case errors.Is(err, tg.ErrorBadRequest):
		return engine.ErrRefused
	case errors.Is(err, tg.ErrorUnauthorized), errors.Is(err, tg.ErrorNotFound):
		return fmt.Errorf("%w: telegram does not know the token", engine.ErrNotSent)
	case errors.Is(err, tg.ErrorConflict):
		return fmt.Errorf("%w: another program uses the token", engine.ErrNotSent)
	case errors.Is(err, context.Canceled):
		return errors.New("a call was given up")
	}
	return errors.New("telegram did not say how a call ended")
}
