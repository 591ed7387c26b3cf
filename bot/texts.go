package bot

import (
	"embed"
	"fmt"
	"html"
	"html/template"
	"path"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine"
)

//go:embed texts/*.yaml
var textFiles embed.FS

// Texts puts text keys into words. It is safe for use by many goroutines.
type Texts struct {
	speakers map[string]*speaker
	native   *speaker // speaks for every language without a file
}

// NewTexts reads the embedded text files. It fails on a file that is broken and where the machine does not
// know the zone of Berlin. The clock is asked whenever a text says "today".
func NewTexts(clock engine.Clock) (*Texts, error) {
	home, err := time.LoadLocation(homeZone)
	if err != nil {
		return nil, fmt.Errorf("zone of the texts: %w", err)
	}
	bundle := i18n.NewBundle(language.German)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	files, err := textFiles.ReadDir("texts")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		content, err := textFiles.ReadFile(path.Join("texts", file.Name()))
		if err != nil {
			return nil, err
		}
		if _, err := bundle.ParseMessageFileBytes(content, file.Name()); err != nil {
			return nil, fmt.Errorf("text file %s: %w", file.Name(), err)
		}
	}
	t := &Texts{speakers: map[string]*speaker{}}
	for _, tag := range bundle.LanguageTags() {
		t.speakers[tag.String()] = newSpeaker(i18n.NewLocalizer(bundle, tag.String()), clock, home)
	}
	t.native = t.speakers[language.German.String()]
	return t, nil
}

// Render returns the text of a key in a language, German where there is no such language, as HTML of which
// only the tags come from the text file. It fails for an unknown key and for a missing argument.
func (t *Texts) Render(lang, key string, args engine.Args) (string, error) {
	text, err := t.speaker(lang).say(key, plain(args))
	return strings.TrimSpace(string(text)), err
}

// Label returns a text without any markup: for buttons, hints and what is no HTML. It fails like Render.
func (t *Texts) Label(lang, key string, args engine.Args) (string, error) {
	text, err := t.Render(lang, key, args)
	return html.UnescapeString(text), err
}

func (t *Texts) speaker(lang string) *speaker {
	if s, ok := t.speakers[lang]; ok {
		return s
	}
	return t.native
}

// speaker speaks one language. It is the template parser of its own texts, so that they share its functions.
type speaker struct {
	localizer *i18n.Localizer
	clock     engine.Clock
	home      *time.Location
	functions template.FuncMap
}

func newSpeaker(localizer *i18n.Localizer, clock engine.Clock, home *time.Location) *speaker {
	s := &speaker{localizer: localizer, clock: clock, home: home}
	s.functions = template.FuncMap{
		"many": s.many, "word": s.word, "names": s.names, "cut": cut, "region": regionName, "reason": s.reason, "because": s.because,
		"day": s.day, "on": s.on, "hour": s.hour, "moment": s.moment, "past": s.past, "greet": s.greet,
		"capital": capital, "ago": s.ago("ago"), "since": s.ago("since"), "of": s.ago("of"),
	}
	return s
}

// say renders a key. Its plural form is that of the argument "count", where there is one.
func (s *speaker) say(key string, args map[string]any) (template.HTML, error) {
	text, err := s.localizer.Localize(&i18n.LocalizeConfig{
		MessageID: key, TemplateData: args, PluralCount: args["count"], TemplateParser: s,
	})
	if err != nil {
		return "", fmt.Errorf("text %q: %w", key, err)
	}
	return template.HTML(text), nil // escaped by the template; the tags are those of the text file
}

// plain makes numbers whole that JSON made fractions.
func plain(args engine.Args) map[string]any {
	plain := make(map[string]any, len(args))
	for name, value := range args {
		if f, ok := value.(float64); ok && f == float64(int(f)) {
			value = int(f)
		}
		plain[name] = value
	}
	return plain
}
