package ai

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	mostBody    = 8 << 20  // of a stream: each token comes in a few hundred bytes
	mostProblem = 64 << 10 // of an error
)

func newTransport(connections int) http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: connectTimeout}).DialContext
	t.TLSHandshakeTimeout = connectTimeout
	t.MaxIdleConnsPerHost = connections
	return t
}

// wire is the HTTP client of the client library. What it lets through is a stream of events; everything else becomes
// a fault here, where the headers are still at hand. It follows no redirect: key and prompt are nobody else's business.
type wire struct{ *provider }

// Do sends a request.
func (w wire) Do(r *http.Request) (*http.Response, error) {
	response, err := w.transport.RoundTrip(r)
	if err != nil {
		return nil, unreached(err)
	}
	if response.StatusCode == http.StatusOK && !isHTML(response.Header) {
		response.Body = &bounded{ReadCloser: response.Body, left: mostBody}
		return response, nil
	}
	defer func() { _ = response.Body.Close() }() // nothing else is wanted of it
	text, err := io.ReadAll(io.LimitReader(response.Body, mostProblem))
	if err != nil {
		text = nil
	}
	if after := w.retryAfter(response.Header); after > 0 {
		w.gate.restUntil(w.o.Now().Add(after))
	}
	return nil, refusal(response.StatusCode, readProblem(text))
}

func isHTML(h http.Header) bool {
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return kind == "text/html"
}

// unreached says why there was no answer at all, as far as that helps whoever runs this.
func unreached(err error) *fault {
	f := &fault{why: "the connection failed", help: again, blame: true}
	var timeout net.Error
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		f.why = "the host is unknown"
	} else if errors.As(err, &timeout) && timeout.Timeout() {
		f.why, f.help = "no connection in time", elsewhere
	} else if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		f.why, f.help = "the certificate is not trusted", elsewhere
	}
	return f
}

// retryAfter is for how long the server wants to be left alone: seconds or a date, which is by the server's own clock.
func (w wire) retryAfter(h http.Header) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	after := time.Duration(0)
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		after = time.Duration(min(max(seconds, 0), longestRest.Seconds()) * float64(time.Second))
	} else if at, err := http.ParseTime(text); err == nil {
		now, err := http.ParseTime(h.Get("Date"))
		if err != nil {
			now = w.o.Now()
		}
		after = at.Sub(now)
	}
	return min(max(after, 0), longestRest)
}

// problem is what a server says is wrong. Its text is looked through here and goes no further.
type problem struct {
	code  string
	about []string
}

// readProblem understands OpenAI's form, a list of it (Gemini), a text in its place (Ollama), and a fault without an
// envelope (vLLM, Mistral).
func readProblem(text []byte) problem {
	type body struct {
		Error json.RawMessage `json:"error"`
		Code  any             `json:"code"`
	}
	var whole body
	if list := []body{}; json.Unmarshal(text, &list) == nil && len(list) > 0 {
		whole = list[0]
	} else if json.Unmarshal(text, &whole) != nil {
		return problem{}
	}
	inner := whole
	if json.Unmarshal(whole.Error, &inner) != nil {
		inner = whole
	}
	p := problem{code: codeText(inner.Code)}
	for _, name := range []string{aboutUsage, aboutCompletion, aboutTokens, aboutTemperature, aboutEffort} {
		if strings.Contains(string(text), name) {
			p.about = append(p.about, name)
		}
	}
	return p
}

func codeText(code any) string { return fmt.Sprint(code) }

// filtered reports whether a code means that the content is not wanted.
func filtered(code string) bool {
	return slices.Contains([]string{"content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"}, code)
}

// refusal is the fault that a status and a problem make.
func refusal(status int, p problem) *fault {
	f := &fault{status: status, help: elsewhere, blame: true}
	switch {
	case status == http.StatusOK:
		f.why, f.status = "a page in place of an answer", 0
	case filtered(p.code):
		f.why, f.help, f.is, f.blame = "the content filter took the prompt", nowhere, ErrRefused, false
	case p.code == "context_length_exceeded":
		f.why, f.help, f.is, f.blame = "the prompt is too long", nowhere, ErrTooLong, false
	case p.code == "insufficient_quota" || status == http.StatusPaymentRequired:
		f.why = "no credit left"
	case status == http.StatusTooManyRequests:
		f.why, f.help, f.is = "too many requests", again, ErrBusy
	case status >= http.StatusInternalServerError || status == http.StatusRequestTimeout:
		f.why, f.help = "the server failed", again
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		f.why = "the key is not taken"
	case status == http.StatusNotFound:
		f.why = "model or address are unknown"
	case status == http.StatusBadRequest || status == http.StatusUnprocessableEntity:
		f.why, f.picky, f.about, f.blame = "the request is not understood", true, p.about, false
	case status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		f.why = "a redirect, which is not followed"
	default:
		f.why = "an unexpected answer"
	}
	return f
}

// bounded ends a stream that has no end, and reads what is left of a finished one so that its connection serves again.
type bounded struct {
	io.ReadCloser
	left int
	done bool
}

// Read reads, up to the bound.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, &fault{why: "an answer without end", help: nowhere, is: ErrTooLong}
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	b.done = b.done || err != nil
	return n, err
}

// Close reads the little that stands behind the end of an answer, and closes.
func (b *bounded) Close() error {
	if !b.done {
		_, _ = io.CopyN(io.Discard, b.ReadCloser, 64) // the context bounds the wait
	}
	return b.ReadCloser.Close()
}
