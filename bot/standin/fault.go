package standin

import (
	"io"
	"net/http"
	"strings"
)

// Fault is an answer that goes wrong.
type Fault struct {
	Status      int    // HTTP status and error_code; ignored by Drop
	Description string // default: the status text
	RetryAfter  int    // seconds, told in parameters
	Body        string // sent as HTML in place of JSON
	Drop        bool   // close the connection without an answer
	Late        bool   // the call takes effect before it goes wrong
}

// FailNext makes the next call of a method go wrong; "*" stands for any method.
// Several faults for one method happen one after the other.
func (t *Telegram) FailNext(method string, f Fault) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f.Drop {
		f.Status = 0
	} else if f.Status == 0 {
		f.Status = http.StatusInternalServerError
	}
	name := strings.ToLower(method)
	t.faults[name] = append(t.faults[name], f)
}

func (t *Telegram) fault(method string) (Fault, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, name := range []string{strings.ToLower(method), "*"} {
		if waiting := t.faults[name]; len(waiting) > 0 {
			t.faults[name] = waiting[1:]
			return waiting[0], true
		}
	}
	return Fault{}, false
}

func (f Fault) answer(w http.ResponseWriter) {
	switch {
	case f.Drop:
		drop(w)
	case f.Body != "":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(f.Status)
		_, _ = io.WriteString(w, f.Body) // a fault that cannot be written is still a fault
	default:
		answer(w, nil, &apiError{Code: f.Status, Description: f.description(), RetryAfter: f.RetryAfter})
	}
}

func (f Fault) description() string {
	if f.Description != "" {
		return f.Description
	}
	return http.StatusText(f.Status)
}

// drop closes the connection. Behind an adaptor that cannot, an answer which is
// no JSON tells the client as little.
func drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	_ = conn.Close() // closing is all that was wanted
}
