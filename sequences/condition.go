package sequences

import (
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/salesflow/salesflow/engine"
)

// mostLetters is how long a condition may be, and mostTerms how many terms it may have: it is asked for many leads.
const mostLetters, mostTerms = 1000, 200

// Condition is a condition that was compiled. It is safe for use by many goroutines.
type Condition struct {
	text    string
	program *vm.Program
	asks    []asked
}

// asked is a field that a condition asks about, with a value that it is compared with.
type asked struct {
	field   string
	value   datum
	letter  int  // where the value stands
	bare    bool // the field is mentioned, without a value
	between bool // the field is compared with another
}

// Compile reads a condition such as "lead.is_customer AND lead.satisfaction_score >= 8". An error is a *Misread.
func Compile(text string) (*Condition, error) {
	if n := len([]rune(text)); n > mostLetters {
		return nil, misread(mostLetters, "condition_long", nil)
	}
	respelt, err := respell(text)
	if err != nil {
		return nil, err
	}
	asks, err := understand(respelt)
	if err != nil {
		return nil, err
	}
	program, err := expr.Compile(respelt.text.String(), expr.Env(facts{}), expr.AsBool(), expr.DisableAllBuiltins(),
		expr.MaxNodes(mostTerms), expr.Patch(durations{}))
	if err != nil {
		return nil, misread(0, "condition", words{"rest": shortened(text)})
	}
	return &Condition{text: text, program: program, asks: asks}, nil
}

// Holds reports whether the condition is true of what is known. An error is a fault of the program.
func (c *Condition) Holds(f engine.Facts) (bool, error) {
	answer, err := expr.Run(c.program, plain(f))
	if err != nil {
		return false, fmt.Errorf("condition %q: %w", c.text, err)
	}
	holds, ok := answer.(bool)
	if !ok {
		return false, fmt.Errorf("condition %q is neither true nor false", c.text)
	}
	return holds, nil
}

// String returns the condition as it was written.
func (c *Condition) String() string { return c.text }
