package openai

import (
	"io"
	"net/http"
)

// Fault is an answer that goes wrong. With a Status, a Body or a Reset the model is not reached, and nothing has to
// be paid; the rest happens to an answer under way.
type Fault struct {
	Status     int
	RetryAfter string // seconds or a date
	Body       string // as it is; empty means an error in OpenAI's form
	Type       string // of the body; empty means JSON
	Code       string // of the error in OpenAI's form
	Location   string // where a redirect leads
	Reset      bool   // the connection is closed without an answer
	Silent     bool   // nothing at all comes until the client goes

	Said  *Answer // the model says this
	After int     // chunks that are sent before what follows
	Then  Then
}

// Then is how a stream goes wrong.
type Then string

// How a stream goes wrong.
const (
	ThenCut       Then = "cut"        // the connection is closed
	ThenCutInside Then = "cut inside" // it is closed within a chunk
	ThenEnd       Then = "end"        // the answer ends like one that is complete, without a reason to finish and without [DONE]
	ThenNotDone   Then = "not done"   // the answer is complete, but for [DONE]
	ThenHang      Then = "hang"       // the answer is complete, but the stream stays open
	ThenStall     Then = "stall"      // nothing more comes until the client goes
	ThenError     Then = "error"      // an error comes within the stream
	ThenNothing   Then = "nothing"    // [DONE] comes without any choice
)

// Fail makes the next requests go wrong, one fault for each, in order. The zero Fault stands for one that goes well.
func (s *Server) Fail(faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, faults...)
}

// before reports whether a fault comes before the model.
func (f Fault) before() bool { return f.Status > 0 || f.Body != "" || f.Reset || f.Silent }

func (f Fault) answer(w http.ResponseWriter) {
	if f.Reset {
		drop(w)
		return
	}
	if f.RetryAfter != "" {
		w.Header().Set("Retry-After", f.RetryAfter)
	}
	if f.Location != "" {
		w.Header().Set("Location", f.Location)
	}
	if f.Status == 0 {
		f.Status = http.StatusOK
	}
	if f.Body == "" {
		refuse(w, &problem{status: f.Status, message: http.StatusText(f.Status), code: f.Code})
		return
	}
	kind := f.Type
	if kind == "" {
		kind = "application/json"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(f.Status)
	_, _ = io.WriteString(w, f.Body) // a fault that cannot be written is still a fault
}

// drop closes the connection.
func drop(http.ResponseWriter) { panic(http.ErrAbortHandler) }
