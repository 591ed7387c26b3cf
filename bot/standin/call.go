package standin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody leaves room for the 50 MB a bot may upload and the form around it.
const maxBody = 52 << 20

// call is one method call, whatever way it was sent: every argument as the text
// a form would carry, nested objects as JSON.
type call struct {
	method string
	args   map[string]string
	files  map[string]upload
}

type upload struct {
	name, mime string
	content    []byte
}

// readCall reads arguments from the query and from a JSON, urlencoded or
// multipart body, as the real server does.
func readCall(method string, r *http.Request) (*call, error) {
	c := &call{method: method, args: map[string]string{}, files: map[string]upload{}}
	c.addForm(r.URL.Query())
	if r.Body == nil {
		return c, nil
	}
	return c, c.readBody(r.Header.Get("Content-Type"), http.MaxBytesReader(nil, r.Body, maxBody))
}

func (c *call) readBody(contentType string, body io.Reader) error {
	kind, params, _ := mime.ParseMediaType(contentType)
	if kind == "multipart/form-data" {
		return c.readMultipart(multipart.NewReader(body, params["boundary"]))
	}
	raw, err := io.ReadAll(body)
	if err != nil {
		return bodyError(err)
	}
	switch kind {
	case "application/json":
		return c.addJSON(raw)
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(raw))
		if err != nil {
			return badRequest("can't parse URL-encoded body")
		}
		c.addForm(form)
	}
	return nil
}

func (c *call) readMultipart(form *multipart.Reader) error {
	for {
		part, err := form.NextPart()
		// Clients send an empty body for a call without arguments.
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return bodyError(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return bodyError(err)
		}
		if part.FileName() == "" {
			c.args[part.FormName()] = string(content)
			continue
		}
		c.files[part.FormName()] = upload{name: part.FileName(), mime: part.Header.Get("Content-Type"), content: content}
	}
}

func bodyError(err error) error {
	if tooBig := new(http.MaxBytesError); errors.As(err, &tooBig) {
		return &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
	}
	return badRequest("can't parse the request body")
}

func (c *call) addForm(form url.Values) {
	for name := range form {
		c.args[name] = form.Get(name)
	}
}

func (c *call) addJSON(raw []byte) error {
	if len(strings.TrimSpace(string(raw))) == 0 {
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return badRequest("can't parse JSON object")
	}
	for name, value := range fields {
		text := string(value)
		if text == "null" {
			continue
		}
		if text[0] == '"' {
			if err := json.Unmarshal(value, &text); err != nil {
				return badRequest("can't parse JSON object")
			}
		}
		c.args[name] = text
	}
	return nil
}

// integer is an argument that must be a whole number when it is given. (The
// real server reads some of these leniently; a stand-in for tests had better
// not.)
func (c *call) integer(name string, otherwise int64) (int64, error) {
	text, ok := c.args[name]
	if !ok || text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, badRequest("parameter \"%s\" must be an integer", name)
	}
	return n, nil
}

func (c *call) boolean(name string) (bool, error) {
	switch strings.ToLower(c.args[name]) {
	case "true", "1", "yes", "y", "t":
		return true, nil
	case "false", "0", "no", "n", "f", "":
		return false, nil
	}
	return false, badRequest("parameter \"%s\" must be a boolean", name)
}

// object decodes a JSON argument; it leaves the target alone when there is none.
func (c *call) object(name string, into any) error {
	text := c.args[name]
	if text == "" || text == "null" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return badRequest("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))
	}
	return nil
}

// apiError is a refusal in Telegram's words.
type apiError struct {
	Code        int
	Description string
	RetryAfter  int
}

func (e *apiError) Error() string { return e.Description }

func badRequest(format string, args ...any) error {
	return &apiError{Code: http.StatusBadRequest, Description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(reason string) error {
	return &apiError{Code: http.StatusForbidden, Description: "Forbidden: " + reason}
}
