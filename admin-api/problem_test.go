package adminapi_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

const (
	list     = "/api/v1/followups/smart-suggestions"
	notFound = "You have nothing with this id or address."
	noToken  = "A valid bearer token is needed."
)

func TestEveryFailureIsAProblem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.networker("Europe/Berlin")
	for _, c := range []struct {
		method, path, token string
		status              int
		code                string
	}{
		{"GET", list, "", 401, "unauthorized"},
		{"GET", list + "?limit=0", "", 401, "unauthorized"},
		{"GET", "/api/v1/leads/lisa", "", 401, "unauthorized"},
		{"GET", "/api/v1/nothing", "", 401, "unauthorized"},
		{"POST", list, "", 401, "unauthorized"},
		{"GET", list, "sf_", 401, "unauthorized"},
		{"GET", list, token[:45], 401, "unauthorized"},
		{"GET", list, "sf_" + strings.Repeat("A", 43), 401, "unauthorized"},
		{"GET", list + "?limit=0", token, 422, "invalid"},
		{"GET", list + "?limit=101", token, 422, "invalid"},
		{"GET", list + "?limit=many", token, 422, "invalid"},
		{"GET", list + "?priority=asap", token, 422, "invalid"},
		{"GET", list + "?priority=URGENT", token, 422, "invalid"},
		{"GET", "/api/v1/leads/lisa", token, 422, "invalid"},
		{"GET", "/api/v1/leads/%zz", token, 422, "invalid"},
		{"GET", "/api/v1/leads/" + uuid.NewString(), token, 404, "not_found"},
		{"GET", "/api/v1/leads", token, 404, "not_found"},
		{"GET", "/api/v1/nothing", token, 404, "not_found"},
		{"GET", "/nothing", "", 404, "not_found"},
		{"POST", list, token, 405, "method_not_allowed"},
		{"DELETE", "/api/v1/leads/" + uuid.NewString(), token, 405, "method_not_allowed"},
		{"PUT", "/openapi.json", "", 405, "method_not_allowed"},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			isProblem(t, w.ask(c.method, c.path, c.token), c.status, c.code)
		})
	}
}

// isProblem checks what every problem has.
func isProblem(t *testing.T, a answer, status int, code string) {
	t.Helper()
	var p struct{ Type, Title, Detail, Code string }
	err := json.Unmarshal([]byte(a.body), &p)
	if a.status != status || err != nil || p.Code != code || p.Type != "about:blank" || p.Detail == "" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if p.Title != http.StatusText(status) || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("title %q, type %q", p.Title, a.header.Get("Content-Type"))
	}
	if a.header.Get("Cache-Control") != "no-store" {
		t.Error("it may be stored")
	}
	if challenge := a.header.Get("WWW-Authenticate"); (challenge == "Bearer") != (status == 401) {
		t.Errorf("WWW-Authenticate %q", challenge)
	}
	if allow := a.header.Get("Allow"); strings.Contains(allow, "GET") != (status == 405) {
		t.Errorf("Allow %q", allow)
	}
}

// ask sends a request whose path is not touched by the client.
func (w world) ask(method, path, token string) answer {
	w.Helper()
	request, err := http.NewRequestWithContext(w.Context(), method, w.url, nil)
	if err != nil {
		w.Fatal(err)
	}
	request.URL.Opaque = path
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return send(w, request)
}

func TestForeignAndMissingLeadGiveTheSameAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.networker("Europe/Berlin")
	other, _ := w.networker("Europe/Berlin")
	lead := w.lead(other, "Lisa", func(*engine.Lead, *engine.Suggestion) {})
	want := problemBody(404, notFound, "not_found")
	for _, id := range []uuid.UUID{lead, uuid.New()} {
		a := get(t, w.url+"/api/v1/leads/"+id.String(), token)
		if a.status != 404 || strings.TrimSpace(a.body) != want {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
}

func TestCallerLearnsNotWhyATokenIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Berlin")
	if a := get(t, w.url+list, token); a.status != 200 {
		t.Fatalf("before it is revoked: %d", a.status)
	}
	if err := w.db.RevokeToken(t.Context(), user, "test", now); err != nil {
		t.Fatal(err)
	}
	want := problemBody(401, noToken, "unauthorized")
	for _, header := range []string{
		"", "Bearer", "Bearer ", "Bearer " + token, "Bearer sf_" + strings.Repeat("A", 43), "Bearer eyJhbGciOiJub25lIn0.e30.",
		"Basic " + token, token,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.url+list, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", header)
		if a := send(t, request); a.status != 401 || strings.TrimSpace(a.body) != want {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
}

func TestSchemeIsReadInAnyCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.networker("Europe/Berlin")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.url+list, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "bearer  "+token)
	if a := send(t, request); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestViolationsNameTheFieldAndNotTheValue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.networker("Europe/Berlin")
	a := get(t, w.url+list+"?limit=1234567&priority=canary", token)
	var p struct {
		Errors []struct{ Location, Message string }
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || len(p.Errors) != 2 {
		t.Fatalf("%s", a.body)
	}
	if p.Errors[0].Location != "query.limit" || p.Errors[1].Location != "query.priority" {
		t.Errorf("%s", a.body)
	}
	if strings.Contains(a.body, "canary") || strings.Contains(a.body, "1234567") {
		t.Errorf("the values are repeated: %s", a.body)
	}
}

func TestRequestThatIsTooLargeIsAProblem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		status int
		raw    string // ends where the server has read enough: it hangs up on the rest
	}{
		{413, "POST " + list + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n"},
		{431, ("GET " + list + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + strings.Repeat("A", 4096))[:4096]},
	} {
		a := w.raw(c.raw)
		if a.status != c.status || !strings.Contains(a.body, `"code":"too_large"`) {
			t.Errorf("%d %s, want %d", a.status, a.body, c.status)
		}
	}
}

// raw sends bytes as they are.
func (w world) raw(request string) answer {
	w.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
	if err != nil {
		w.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		w.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		w.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		w.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}
