package sequences

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/salesflow/salesflow/engine"
)

// The files that come with SalesFlow. The sequences of followups.yaml are the customer's, word for word.
var (
	//go:embed followups.yaml
	followups []byte
	//go:embed nurture.yaml
	nurture []byte
	//go:embed messages.de.yaml
	messages []byte
	//go:embed steps.de.yaml
	stepMessages []byte
	//go:embed objections.de.yaml
	objectionMessages []byte
)

// builtInFiles returns them; the templates of messages.de.yaml come first.
func builtInFiles() []File {
	return []File{
		{"messages.de.yaml", messages}, {"steps.de.yaml", stepMessages}, {"objections.de.yaml", objectionMessages},
		{"followups.yaml", followups}, {"nurture.yaml", nurture},
	}
}

// builtIn reads them once.
var builtIn = sync.OnceValues(func() ([]document, error) {
	documents := readAll(builtInFiles())
	findings := check(documents, nil, nil) // that they break no rule is tested
	for _, f := range findings {
		if f.Severity == Error {
			return nil, fmt.Errorf("built-in sequences: %s", f)
		}
	}
	return documents, nil
})

// BuiltIn returns the message templates that come with SalesFlow, in German: first those for the reasons of
// follow-ups, then those that steps of sequences name, and the answers to objections.
func BuiltIn() (engine.Templates, error) {
	documents, err := builtIn()
	return content(documents).Templates, err
}

// BuiltInSequences returns the sequences that come with SalesFlow.
func BuiltInSequences() ([]engine.Sequence, error) {
	documents, err := builtIn()
	return content(documents).Sequences, err
}
