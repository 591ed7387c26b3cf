package sequences

import (
	"strconv"
	"strings"
	"time"

	"github.com/expr-lang/expr/ast"
)

// literal returns the value of a term that is one.
func literal(node ast.Node) (datum, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return datum{text: n.Value}, true
	case *ast.IntegerNode:
		return datum{number: n.Value}, true
	case *ast.BoolNode:
		return datum{flag: n.Value}, true
	case *ast.IdentifierNode:
		if text, ok := strings.CutPrefix(n.Value, durationMark); ok {
			span, ok := readDuration(text)
			return datum{span: span}, ok
		}
	}
	return datum{}, false
}

// readDuration reads 30m, 48h, 7d or 2w.
func readDuration(text string) (time.Duration, bool) {
	units := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': day, 'w': 7 * day}
	last := max(len(text)-1, 0)
	n, err := strconv.Atoi(text[:last])
	if err != nil {
		return 0, false
	}
	unit := units[text[last]]
	if unit == 0 || n < 0 || n > int(longestDays*day/unit) {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// durations puts the length of durations in the place of their names.
type durations struct{}

// Visit changes a node where it is the name of a duration.
func (durations) Visit(node *ast.Node) {
	if n, ok := (*node).(*ast.IdentifierNode); ok && strings.HasPrefix(n.Value, durationMark) {
		if span, ok := readDuration(strings.TrimPrefix(n.Value, durationMark)); ok {
			ast.Patch(node, &ast.IntegerNode{Value: int(span)})
		}
	}
}
