package bot

import (
	"html/template"
	"strings"

	i18ntemplate "github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Parse makes a text of the file ready to be filled in: arguments are escaped, a missing one is an error.
func (s *speaker) Parse(text, left, right string) (i18ntemplate.ParsedTemplate, error) {
	parsed, err := template.New("").Delims(left, right).Option("missingkey=error").Funcs(s.functions).Parse(text)
	return filled{parsed}, err
}

// Cacheable reports that a text is parsed once: the functions of a speaker never change.
func (s *speaker) Cacheable() bool { return true }

type filled struct{ *template.Template }

// Execute fills in the arguments.
func (f filled) Execute(args any) (string, error) {
	var text strings.Builder
	err := f.Template.Execute(&text, args)
	return text.String(), err
}
