package ai

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

const (
	// MostBytes is how long a configuration may be.
	MostBytes = 64 << 10

	mostProviders = 16
)

var (
	nameForm     = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)
	variableForm = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,63}$`)
	modelForm    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$`)
	regionForm   = regexp.MustCompile(`^[\pL\pN][\pL\pN ,.()/-]{0,59}$`)
	versionForm  = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?$`)
)

// Read returns the configuration in a file of YAML (AI_CONFIG). Keys are in environment variables, of which the file
// has the names. All that is wrong is reported at once, as file:line:col, and never with a value: somebody may have
// written a key where it does not belong.
func Read(name string, text []byte, environment func(string) string) (Config, error) {
	f := &file{reader: reader{name: name}, environment: environment}
	root := f.parse(text)
	if root == nil {
		return Config{}, f.errors()
	}
	f.object(root, fields{"providers": {f.providers, true}, "order": {f.order, false}})
	if err := f.errors(); err != nil {
		return Config{}, err
	}
	return f.config, nil
}

// file is a configuration that is being read.
type file struct {
	reader
	environment func(string) string
	config      Config
}

func (f *file) providers(n *yaml.Node) {
	for i, item := range f.list(n) {
		if i == mostProviders {
			f.fail(item, "more than %d providers", mostProviders)
			return
		}
		f.provider(item)
	}
}

func (f *file) provider(n *yaml.Node) {
	p := usual(Provider{Models: map[Task]string{}})
	kind := ""
	f.object(n, fields{
		"name":                {f.text(&p.Name, f.newName), true},
		"kind":                {f.text(&kind, oneOf(string(OpenAI), string(Azure))), false},
		"base_url":            {f.text(&p.BaseURL, checkBaseURL), true},
		"api_key_env":         {f.text(&p.Key, f.variable), false},
		"region":              {f.text(&p.Region, like(regionForm, "is a place such as EU or Frankfurt")), false},
		"models":              {f.models(p.Models), true},
		"timeout":             {f.span(&p.Timeout, time.Second, 10*time.Minute), false},
		"first_token_timeout": {f.span(&p.FirstToken, time.Second, 10*time.Minute), false},
		"concurrency":         {f.number(&p.Concurrency, 1, 100), false},
		"retries":             {f.number(&p.Retries, 0, 5), false},
		"api_version":         {f.text(&p.APIVersion, like(versionForm, "is a date such as "+defaultAPIVersion)), false},
	})
	if kind != "" {
		p.Kind = Kind(kind)
	}
	if p.Kind != Azure && p.APIVersion != defaultAPIVersion {
		f.fail(n, "api_version is for kind: azure")
	}
	p.FirstToken = min(p.FirstToken, p.Timeout)
	if p.Key != "" {
		p.Key = f.key(p.Key)
	}
	p.BaseURL = strings.TrimRight(p.BaseURL, "/")
	f.config.Providers = append(f.config.Providers, p)
}

func (f *file) newName(name string) string {
	if !nameForm.MatchString(name) {
		return "begins with a small letter; a-z, 0-9, _ and - may follow, 32 in all"
	}
	if slices.ContainsFunc(f.config.Providers, func(p Provider) bool { return p.Name == name }) {
		return "is the name of another provider, too"
	}
	return ""
}

// variable checks the name of an environment variable, and that there is a key in it.
func (f *file) variable(name string) string {
	if !variableForm.MatchString(name) {
		return "is the name of an environment variable such as OPENAI_API_KEY, not the key itself"
	}
	key := f.key(name)
	switch {
	case key == "":
		return "names an environment variable that is not set"
	case strings.ContainsFunc(key, notInHeader):
		return "names an environment variable with a character that no key has"
	}
	return ""
}

func (f *file) key(variable string) string { return strings.TrimSpace(f.environment(variable)) }

func (f *file) models(into map[Task]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		known, found := fields{}, map[Task]*string{}
		for _, task := range Tasks() {
			found[task] = new(string)
			known[string(task)] = field{f.text(found[task], like(modelForm, "is the name of a model")), false}
		}
		f.object(n, known)
		for task, model := range found {
			if *model != "" {
				into[task] = *model
			}
		}
		if len(n.Content) == 0 {
			f.fail(n, "models needs one of draft, classify, judge")
		}
	}
}

// order is read after the providers wherever it stands: see object.
func (f *file) order(n *yaml.Node) {
	f.config.Order = map[Task][]string{}
	known := fields{}
	for _, task := range Tasks() {
		known[string(task)] = field{f.orderOf(task), false}
	}
	f.object(n, known)
}

func (f *file) orderOf(task Task) func(*yaml.Node) {
	return func(n *yaml.Node) {
		for _, item := range f.list(n) {
			var name string
			f.text(&name, func(name string) string {
				i := slices.IndexFunc(f.config.Providers, func(p Provider) bool { return p.Name == name })
				switch {
				case i < 0:
					return "is no provider's name"
				case f.config.Providers[i].Models[task] == "":
					return "has no model for " + string(task)
				case slices.Contains(f.config.Order[task], name):
					return "stands here already"
				}
				return ""
			})(item)
			f.config.Order[task] = append(f.config.Order[task], name)
		}
	}
}
