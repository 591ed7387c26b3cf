// Package sequences owns the plans and wordings that come as YAML: it reads them strictly and hands them to
// the engine as values. It knows nothing of users, leads or the database.
package sequences

import (
	"errors"

	"github.com/salesflow/salesflow/engine"
)

// ReadTemplates reads message templates; the first error of the linter, if any, is its error.
func ReadTemplates(text []byte) (engine.Templates, error) {
	content, findings := Load([]File{{"messages", text}})
	for _, f := range findings {
		if f.Severity == Error {
			return nil, errors.New(f.String())
		}
	}
	return content.Templates, nil
}
