package standin

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// keptCalls bounds the log of calls, so that a demo may run for weeks.
const keptCalls = 10_000

// method handles a call under the lock and returns what becomes "result".
type method func(*call) (any, error)

// Call is one Bot API call as it was received.
type Call struct {
	Method string            // as the bot spelled it
	Args   map[string]string // form fields; nested objects are JSON
	Status int               // HTTP status answered; 0 when the connection was dropped
	At     time.Time         // by the stand-in's clock
}

func (t *Telegram) methodTable() map[string]method {
	done := func(*call) (any, error) { return true, nil }
	return map[string]method{
		"getme":                  func(*call) (any, error) { return t.me(), nil },
		"logout":                 done,
		"close":                  done,
		"setwebhook":             t.setWebhook,
		"deletewebhook":          t.deleteWebhook,
		"getwebhookinfo":         func(*call) (any, error) { return t.webhookInfo(), nil },
		"sendmessage":            t.sendMessage,
		"editmessagetext":        t.editMessageText,
		"editmessagereplymarkup": t.editMessageReplyMarkup,
		"deletemessage":          t.deleteMessage,
		"answercallbackquery":    t.answerCallbackQuery,
		"senddocument":           t.sendDocument,
		"sendphoto":              t.sendPhoto,
		"getfile":                t.getFile,
		"sendchataction":         t.sendChatAction,
		"sendmessagedraft":       t.sendMessageDraft,
		"setmycommands":          t.setMyCommands,
		"getmycommands":          t.getMyCommands,
		"deletemycommands":       t.deleteMyCommands,
	}
}

func (t *Telegram) me() any {
	return struct {
		User
		Groups   bool `json:"can_join_groups"`
		ReadAll  bool `json:"can_read_all_group_messages"`
		Inline   bool `json:"supports_inline_queries"`
		Business bool `json:"can_connect_to_business"`
		WebApp   bool `json:"has_main_web_app"`
	}{User: t.bot(), Groups: true}
}

func (t *Telegram) serveMethod(w http.ResponseWriter, r *http.Request, path string) {
	token, name, ok := strings.Cut(path, "/")
	if token != t.o.Token {
		answer(w, nil, &apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"})
		return
	}
	if !ok || !t.knows(name) {
		answer(w, nil, &apiError{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	c, err := readCall(name, r)
	t.announce(name)
	fault, faulty := t.fault(name)
	var result json.RawMessage
	if err == nil && (!faulty || fault.Late) {
		result, err = t.execute(r.Context(), c)
	}
	if faulty {
		t.record(c, fault.Status)
		fault.answer(w)
		return
	}
	t.record(c, answer(w, result, err))
}

func (t *Telegram) knows(name string) bool {
	name = strings.ToLower(name)
	return name == "getupdates" || t.methods[name] != nil
}

// execute runs a call and encodes its result while nothing can change it.
func (t *Telegram) execute(ctx context.Context, c *call) (json.RawMessage, error) {
	name := strings.ToLower(c.method)
	if name == "getupdates" {
		return t.getUpdates(ctx, c)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	result, err := t.methods[name](c)
	if err != nil {
		return nil, err
	}
	return json.Marshal(result)
}

// answer writes the envelope around every Bot API answer and returns its status.
func answer(w http.ResponseWriter, result json.RawMessage, err error) int {
	if err == nil {
		return writeJSON(w, http.StatusOK, map[string]any{"ok": true, "result": result})
	}
	refusal := new(apiError)
	if !errors.As(err, &refusal) {
		refusal = &apiError{Code: http.StatusInternalServerError, Description: "Internal Server Error"}
	}
	envelope := map[string]any{"ok": false, "error_code": refusal.Code, "description": refusal.Description}
	if refusal.RetryAfter > 0 {
		envelope["parameters"] = map[string]int{"retry_after": refusal.RetryAfter}
	}
	return writeJSON(w, refusal.Code, envelope)
}

func writeJSON(w http.ResponseWriter, status int, body any) int {
	raw, err := json.Marshal(body)
	if err != nil {
		status, raw = http.StatusInternalServerError, []byte("{}")
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // the caller is gone: nobody is left to be told
	return status
}

func (t *Telegram) record(c *call, status int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.calls) == keptCalls {
		t.calls = slices.Delete(t.calls, 0, keptCalls/10)
	}
	t.calls = append(t.calls, Call{Method: c.method, Args: c.args, Status: status, At: t.o.Now()})
}

// Calls are the answered Bot API calls, oldest first, up to the last 10,000.
// A getUpdates that still waits is not among them.
func (t *Telegram) Calls() []Call {
	t.mu.Lock()
	defer t.mu.Unlock()
	calls := slices.Clone(t.calls)
	for i := range calls {
		calls[i].Args = maps.Clone(calls[i].Args)
	}
	return calls
}

// OnCall registers a hook that runs before each Bot API call is handled, with
// the method's name. It may use the stand-in; several hooks run in order.
func (t *Telegram) OnCall(hook func(method string)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.onCall = append(t.onCall, hook)
}

func (t *Telegram) announce(method string) {
	t.mu.Lock()
	hooks := slices.Clone(t.onCall)
	t.mu.Unlock()
	for _, hook := range hooks {
		hook(method)
	}
}
