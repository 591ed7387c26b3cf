package bot

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/engine"
)

func laterBy(err error, after time.Duration) bool {
	var later *engine.Later
	return errors.As(err, &later) && later.After == after
}

func TestFailuresSayWhetherAnythingWasSent(t *testing.T) {
	for name, c := range map[string]struct {
		fault standin.Fault
		want  func(error) bool
	}{
		"asked to wait":          {standin.Fault{Status: 429, RetryAfter: 7}, func(err error) bool { return laterBy(err, 7*time.Second) }},
		"asked to wait, briefly": {standin.Fault{Status: 429}, func(err error) bool { return laterBy(err, time.Second) }},
		"blocked":                {standin.Fault{Status: 403, Description: "Forbidden: bot was blocked by the user"}, is(engine.ErrBlocked)},
		"deactivated":            {standin.Fault{Status: 403, Description: "Forbidden: user is deactivated"}, is(engine.ErrBlocked)},
		"refused":                {standin.Fault{Status: 400, Description: "Bad Request: can't parse entities: geheim"}, is(engine.ErrRefused)},
		"a proxy's page":         {standin.Fault{Status: 502, Body: "<html>geheim</html>"}, is(engine.ErrNotSent)},
		"a proxy's refusal":      {standin.Fault{Status: 403, Body: "<html>geheim</html>"}, is(engine.ErrNotSent)},
		"a server error":         {standin.Fault{Status: 500}, is(engine.ErrNotSent)},
		"a wrong token":          {standin.Fault{Status: 401, Description: "Unauthorized"}, is(engine.ErrNotSent)},
		"a cut connection":       {standin.Fault{Drop: true}, unsure},
		"a cut answer":           {standin.Fault{Drop: true, Late: true}, unsure},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.FailNext("sendMessage", c.fault)
			_, err := w.channel.Send(t.Context(), to("thanks", nil))
			if !c.want(err) {
				t.Errorf("%v", err)
			}
			clean(t, err)
			if strings.Contains(w.log.String()+err.Error(), "geheim") {
				t.Errorf("told too much: %v, %s", err, w.log)
			}
		})
	}
}

func is(want error) func(error) bool {
	return func(err error) bool { return errors.Is(err, want) }
}

// unsure reports an error after which nobody knows whether a message was sent.
func unsure(err error) bool {
	for _, sure := range []error{engine.ErrNotSent, engine.ErrBlocked, engine.ErrRefused} {
		if errors.Is(err, sure) {
			return false
		}
	}
	var later *engine.Later
	return err != nil && !errors.As(err, &later)
}

func TestNobodyThereMeansNotSent(t *testing.T) {
	w := newWorld(t)
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	for name, api := range map[string]string{
		"refused": closed.URL, "no such host": "http://nowhere.invalid", "no TLS": strings.Replace(plain.URL, "http:", "https:", 1),
	} {
		_, err := w.open(api).Send(t.Context(), to("thanks", nil))
		if !errors.Is(err, engine.ErrNotSent) {
			t.Errorf("%s: %v", name, err)
		}
		clean(t, err)
	}
}

func TestAnAnswerThatNeverComesLeavesTheOutcomeOpen(t *testing.T) {
	w := newWorld(t)
	arrived, done := make(chan struct{}), make(chan struct{})
	channel := w.answering(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-done
	})
	defer close(done)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := channel.Send(ctx, to("thanks", nil))
	if !unsure(err) {
		t.Error(err)
	}
	clean(t, err)
}

func TestATextThatIsNotOneLeavesTheOutcomeOpen(t *testing.T) {
	w := newWorld(t)
	channel := w.answering(func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte("<html>welcome</html>")) })
	if _, err := channel.Send(t.Context(), to("thanks", nil)); !unsure(err) {
		t.Error(err)
	}
}

func TestTheTokenIsInNoError(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	w := newWorld(t)
	channel := w.open("http://" + listener.Addr().String())
	_, fetching := channel.Fetch(t.Context(), "F1")
	_, downloading := channel.download(t.Context(), "http://"+listener.Addr().String()+"/file/bot"+botToken+"/x")
	for _, err := range []error{channel.Setup(t.Context()), fetching, downloading} {
		if err == nil {
			t.Error("nobody was there")
		}
		clean(t, err)
	}
}
