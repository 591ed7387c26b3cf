// Package openai plays a server that speaks OpenAI's protocol: chat completions, streamed or whole, and the list of
// models, with OpenAI's refusals of what it does not take (also Azure's paths and header). What it says comes from an
// [Answerer]: a [Writer] who drafts messages, or an [Obedient] one who does whatever a text tells it to do, wherever
// in the prompt the text stands. It can be told to go wrong in all the ways in which such servers do ([Server.Fail]),
// and remembers what it was asked ([Server.Requests]).
//
// Like its neighbour that plays Telegram it imports nothing of ours and does not know what it is used for.
package openai

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Answer is what a model says.
type Answer struct {
	Text    string
	Refusal string // in place of a text
	Tool    string // the name of a function that it calls, in place of a text
	Finish  string // why it ends; empty means stop, or tool_calls
	Huge    int    // so many bytes in place of a text
}

// Answerer says what is answered.
type Answerer func(Request) Answer

// Says returns an answerer that always says the same.
func Says(text string) Answerer { return func(Request) Answer { return Answer{Text: text} } }

// Options says how a server behaves. The zero value takes every key and every model.
type Options struct {
	Key       string   // the only one that is let in; empty lets everybody in
	Models    []string // all there are; empty knows every name
	Answer    Answerer // nil means a Writer
	Chunk     int      // letters of an answer in one chunk of a stream; 0 means 8
	Pause     func(context.Context)
	Refuses   []string // parameters that it answers with 400, such as response_format or json_schema
	NoUsage   bool     // does not count tokens
	LikeLocal bool     // takes schemas that OpenAI would not take, and words it does not know
}

// Server is the stand-in. All methods may be called at the same time.
type Server struct {
	o Options

	mu       sync.Mutex
	faults   []Fault
	requests []Request
	paid     int
	busy     int
	peak     int
	closed   chan struct{}
	stalled  chan struct{}
}

// keptRequests bounds what is remembered, so that a server may run for weeks.
const keptRequests = 10_000

// New returns a server.
func New(o Options) *Server {
	if o.Answer == nil {
		o.Answer = Writer()
	}
	if o.Chunk == 0 {
		o.Chunk = 8
	}
	if o.Pause == nil {
		o.Pause = func(context.Context) {}
	}
	return &Server{o: o, closed: make(chan struct{}), stalled: make(chan struct{}, 1000)}
}

// Close ends what is stalled.
func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
	default:
		close(s.closed)
	}
}

// Requests returns what was asked, the oldest first, refused requests included.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Paid returns how many requests came to the model: those that a provider would bill.
func (s *Server) Paid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.paid
}

// Peak returns the most requests that were answered at the same time.
func (s *Server) Peak() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peak
}

// Stalled tells each time that a request has come to where it stalls.
func (s *Server) Stalled() <-chan struct{} { return s.stalled }

// ServeHTTP serves /v1/chat/completions and /v1/models, and Azure's path of a deployment.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	deployment, azure := deploymentOf(r.URL.Path)
	chat := azure || r.URL.Path == "/v1/chat/completions"
	switch {
	case !chat && r.URL.Path != "/v1/models":
		refuse(w, &problem{status: http.StatusNotFound, message: "Invalid URL (" + r.Method + " " + r.URL.Path + ")"})
	case !s.knows(r, azure):
		refuse(w, &problem{status: http.StatusUnauthorized, message: "Incorrect API key provided.", code: "invalid_api_key"})
	case !chat:
		s.listModels(w)
	case r.Method != http.MethodPost:
		refuse(w, &problem{status: http.StatusMethodNotAllowed, message: "Not allowed to " + r.Method + " on /v1/chat/completions"})
	case azure && r.URL.Query().Get("api-version") == "":
		refuse(w, &problem{status: http.StatusNotFound, message: "Resource not found", code: "404"})
	default:
		s.complete(w, r, deployment)
	}
}

// deploymentOf returns the deployment in a path of Azure's, which stands for the model.
func deploymentOf(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, "/openai/deployments/")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(rest, "/chat/completions")
}

func (s *Server) knows(r *http.Request, azure bool) bool {
	if s.o.Key == "" {
		return true
	}
	if azure {
		return r.Header.Get("Api-Key") == s.o.Key
	}
	return r.Header.Get("Authorization") == "Bearer "+s.o.Key
}

func (s *Server) listModels(w http.ResponseWriter) {
	type model struct {
		ID      string `json:"id"`
		Object  string `json:"object"`
		OwnedBy string `json:"owned_by"`
	}
	models := []model{}
	for _, name := range s.o.Models {
		models = append(models, model{name, "model", "standin"})
	}
	writeJSON(w, http.StatusOK, map[string]any{"object": "list", "data": models})
}

// complete reads a request, notes it, and answers it or goes wrong.
func (s *Server) complete(w http.ResponseWriter, r *http.Request, deployment string) {
	request, wrong := s.read(r, deployment)
	fault, faulty := s.enter(request)
	defer s.leave()
	switch {
	case fault.Silent:
		s.stall(r)
	case faulty && fault.before():
		fault.answer(w)
	case wrong != nil:
		refuse(w, wrong)
	default:
		s.answer(w, r, request, fault)
	}
}

// enter notes a request and takes the fault that is meant for it.
func (s *Server) enter(request Request) (fault Fault, faulty bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.requests) == keptRequests {
		s.requests = slices.Delete(s.requests, 0, keptRequests/10)
	}
	s.requests = append(s.requests, request)
	s.busy++
	s.peak = max(s.peak, s.busy)
	if len(s.faults) == 0 {
		return Fault{}, false
	}
	fault, s.faults = s.faults[0], s.faults[1:]
	return fault, true
}

func (s *Server) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy--
}

func (s *Server) pay() (number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.paid++
	return s.paid
}
