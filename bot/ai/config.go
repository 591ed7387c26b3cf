package ai

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Kind is how a provider is spoken to.
type Kind string

// The kinds.
const (
	OpenAI Kind = "openai" // OpenAI and all that speak as it does: Mistral, Ollama, vLLM, OpenRouter …
	Azure  Kind = "azure"  // Azure OpenAI: models are the names of deployments
)

// Config is who may be asked.
type Config struct {
	Providers []Provider
	Order     map[Task][]string // names; a task without an entry asks in the order of Providers
}

// Provider is one who may be asked.
type Provider struct {
	Name        string
	Kind        Kind
	BaseURL     string
	Key         string // may be empty
	Region      string // where it keeps what it is sent, for the privacy notice
	Models      map[Task]string
	APIVersion  string        // of Azure
	Timeout     time.Duration // of a call, waiting for a place and retries included
	FirstToken  time.Duration // within which an answer has to begin
	Concurrency int           // calls at a time
	Retries     int
}

// What holds unless something else is said.
const (
	DefaultBaseURL    = "https://api.openai.com/v1"
	DefaultModel      = "gpt-6-luna" // of OpenAI's: the small one, to which they send the users of older ones
	defaultAPIVersion = "2024-10-21"

	defaultTimeout     = time.Minute
	defaultFirstToken  = 20 * time.Second
	defaultConcurrency = 4
	defaultRetries     = 2
)

// Single returns the configuration with one provider for all tasks. A key alone means OpenAI; a server of one's own
// may need none. Without any setting nobody is asked. All that is wrong is reported at once.
func Single(key, baseURL, model string) (Config, error) {
	key, baseURL, model = strings.TrimSpace(key), strings.TrimSpace(baseURL), strings.TrimSpace(model)
	if key == "" && baseURL == "" {
		if model != "" {
			return Config{}, errors.New("OPENAI_MODEL needs OPENAI_API_KEY or OPENAI_BASE_URL")
		}
		return Config{}, nil
	}
	var wrong []error
	if strings.ContainsFunc(key, notInHeader) {
		wrong = append(wrong, errors.New("OPENAI_API_KEY has a character that no key has"))
	}
	if why := checkBaseURL(baseURL); baseURL != "" && why != "" {
		wrong = append(wrong, fmt.Errorf("OPENAI_BASE_URL %s", why))
	}
	if baseURL = strings.TrimRight(baseURL, "/"); baseURL == "" {
		baseURL = DefaultBaseURL
	}
	p := usual(Provider{Name: nameOf(baseURL), BaseURL: baseURL, Key: key, Models: map[Task]string{}})
	if model == "" {
		if p.BaseURL != DefaultBaseURL {
			wrong = append(wrong, errors.New("OPENAI_BASE_URL needs OPENAI_MODEL"))
		}
		model = DefaultModel
	}
	for _, task := range Tasks() {
		p.Models[task] = model
	}
	if p.BaseURL == DefaultBaseURL {
		p.Region = "USA"
	}
	return Config{Providers: []Provider{p}}, errors.Join(wrong...)
}

// nameOf is what a provider is called that nobody has named: by its host.
func nameOf(baseURL string) string {
	if u, err := url.Parse(baseURL); err == nil && baseURL != DefaultBaseURL {
		return u.Hostname()
	}
	return "OpenAI"
}

// usual is a provider as it is unless something else is said.
func usual(p Provider) Provider {
	p.Kind, p.APIVersion = OpenAI, defaultAPIVersion
	p.Timeout, p.FirstToken = defaultTimeout, defaultFirstToken
	p.Concurrency, p.Retries = defaultConcurrency, defaultRetries
	return p
}

// orderOf returns the names of those who serve a task, in the order in which they are asked.
func (c Config) orderOf(task Task) []string {
	if order, ok := c.Order[task]; ok {
		return order
	}
	var names []string
	for _, p := range c.Providers {
		if p.Models[task] != "" {
			names = append(names, p.Name)
		}
	}
	return names
}

func notInHeader(r rune) bool { return r <= ' ' || r >= 0x7f }

// checkBaseURL says what is wrong with an address, without repeating it: it may hold what is secret.
func checkBaseURL(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsFunc(text, notInHeader):
		return "is not a URL such as " + DefaultBaseURL
	case u.User != nil:
		return "must not hold a name or password"
	case u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
		return "must end with the path"
	case strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/chat/completions"):
		return "must end before /chat/completions"
	case u.Scheme == "http" && !isPrivate(u.Hostname()):
		return "needs https outside of this machine and private networks"
	}
	return ""
}

// isPrivate reports whether a host is this machine or in a private network: by its address, or by a name that only
// has a meaning there.
func isPrivate(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		return ip.IsLoopback() || ip.IsPrivate()
	}
	host = strings.ToLower(host)
	return !strings.Contains(host, ".") || slices.ContainsFunc([]string{".local", ".internal", ".localhost"}, func(end string) bool {
		return strings.HasSuffix(host, end)
	})
}
