package sequences

import (
	"errors"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
)

// reading makes sure that a condition asks about known fields, compares like with like, and does nothing else: no
// calls, no loops, no arithmetic.
type reading struct {
	respelt *respelt
	asks    []asked
}

// understand returns the values that fields are compared with.
func understand(s *respelt) ([]asked, error) {
	config := conf.CreateNew()
	config.MaxNodes = mostTerms
	tree, err := parser.ParseWithConfig(s.text.String(), config)
	if err != nil {
		letter := 0
		var fault *file.Error
		if errors.As(err, &fault) {
			letter = s.at(fault.From)
		}
		return nil, misread(letter, "condition", words{"rest": shortened(string(s.written[min(letter, len(s.written)):]))})
	}
	r := &reading{respelt: s}
	what, err := r.term(tree.Node)
	if err == nil && what != flagSort {
		err = r.misread(tree.Node, "condition_no_question", nil)
	}
	return r.asks, err
}

func (r *reading) misread(node ast.Node, key string, args words) error {
	return misread(r.respelt.at(start(node)), key, args)
}

// start is the first letter of a term: an operator's own place is in the middle of it.
func start(node ast.Node) int {
	switch n := node.(type) {
	case *ast.BinaryNode:
		return start(n.Left)
	case *ast.MemberNode:
		return start(n.Node)
	}
	return node.Location().From
}

// term returns of which sort a term is.
func (r *reading) term(node ast.Node) (sort, error) {
	switch n := node.(type) {
	case *ast.BoolNode:
		return flagSort, nil
	case *ast.IntegerNode:
		return numberSort, nil
	case *ast.StringNode:
		return textSort, nil
	case *ast.ArrayNode:
		return r.list(n)
	case *ast.IdentifierNode, *ast.MemberNode:
		return r.name(node)
	case *ast.UnaryNode:
		return r.unary(n)
	case *ast.BinaryNode:
		return r.binary(n)
	}
	return "", r.misread(node, "condition_term", nil)
}

// name returns the sort of a field or a duration.
func (r *reading) name(node ast.Node) (sort, error) {
	name := fullName(node)
	if name == "" {
		return "", r.misread(node, "condition_term", nil)
	}
	if text, ok := strings.CutPrefix(name, durationMark); ok {
		if _, ok := readDuration(text); !ok {
			return "", r.misread(node, "condition_number", words{"number": shortened(text)})
		}
		return durationSort, nil
	}
	f, ok := fieldNamed(name)
	if !ok {
		return "", r.misread(node, "unknown_field", words{"field": shortened(name), "hint": hintField(name)})
	}
	r.asks = append(r.asks, asked{field: f.name, bare: true})
	return f.sort, nil
}

// fullName is a name with what stands before its dot.
func fullName(node ast.Node) string {
	switch n := node.(type) {
	case *ast.IdentifierNode:
		return n.Value
	case *ast.MemberNode:
		base, of := n.Node.(*ast.IdentifierNode)
		property, is := n.Property.(*ast.StringNode)
		if of && is && !n.Optional && !n.Method {
			return base.Value + "." + property.Value
		}
	}
	return ""
}

func (r *reading) list(n *ast.ArrayNode) (sort, error) {
	if len(n.Nodes) == 0 {
		return "", r.misread(n, "condition_empty_list", nil)
	}
	for _, item := range n.Nodes {
		if _, ok := literal(item); !ok {
			return "", r.misread(item, "condition_list", nil)
		}
	}
	return listSort, nil
}

func (r *reading) unary(n *ast.UnaryNode) (sort, error) {
	if n.Operator != "not" && n.Operator != "!" {
		return "", r.misread(n, "condition_operator", words{"operator": n.Operator})
	}
	what, err := r.term(n.Node)
	if err == nil && what != flagSort {
		err = r.misread(n.Node, "condition_not", nil)
	}
	return flagSort, err
}

func (r *reading) binary(n *ast.BinaryNode) (sort, error) {
	left, err := r.term(n.Left)
	if err != nil {
		return "", err
	}
	right, err := r.term(n.Right)
	if err != nil {
		return "", err
	}
	switch n.Operator {
	case "and", "or", "&&", "||":
		if left != flagSort {
			return "", r.misread(n.Left, "condition_joined", words{"operator": n.Operator})
		}
		if right != flagSort {
			return "", r.misread(n.Right, "condition_joined", words{"operator": n.Operator})
		}
		return flagSort, nil
	case "in":
		return flagSort, r.member(n, left, right)
	case "==", "!=":
		return flagSort, r.alike(compared{n.Left, left}, compared{n.Right, right})
	case "<", "<=", ">", ">=":
		if left == textSort || left == flagSort {
			return "", r.misread(n.Left, "condition_order", words{"operator": n.Operator})
		}
		return flagSort, r.alike(compared{n.Left, left}, compared{n.Right, right})
	}
	return "", misread(r.respelt.at(n.Location().From), "condition_operator", words{"operator": n.Operator})
}

func (r *reading) member(n *ast.BinaryNode, left, right sort) error {
	list, ok := n.Right.(*ast.ArrayNode)
	if !ok || right != listSort || left == listSort {
		return r.misread(n.Right, "condition_in", nil)
	}
	for _, item := range list.Nodes {
		what, err := r.term(item)
		if err != nil {
			return err
		}
		if err := r.alike(compared{n.Left, left}, compared{item, what}); err != nil {
			return err
		}
	}
	return nil
}

// compared is a term on one side of a comparison.
type compared struct {
	node ast.Node
	sort sort
}

// alike makes sure that two terms can be compared, and notes which values a field is compared with.
func (r *reading) alike(a, b compared) error {
	if a.sort != b.sort || a.sort == listSort {
		return r.misread(b.node, "condition_compare", words{
			"left": say("sort_"+string(a.sort), nil), "right": say("sort_"+string(b.sort), nil),
		})
	}
	if err := r.note(a.node, b.node); err != nil {
		return err
	}
	return r.note(b.node, a.node)
}

func (r *reading) note(name, value ast.Node) error {
	f, ok := fieldNamed(fullName(name))
	d, isValue := literal(value)
	if !ok {
		return nil
	}
	if !isValue {
		r.asks = append(r.asks, asked{field: f.name, between: true})
		return nil
	}
	if text, ok := value.(*ast.StringNode); ok && f.choices != nil && !slices.Contains(f.choices, text.Value) {
		return r.misread(value, "unknown_value", words{
			"field": f.name, "value": shortened(text.Value), "hint": hint(text.Value, f.choices),
		})
	}
	r.asks = append(r.asks, asked{field: f.name, value: d, letter: r.respelt.at(value.Location().From)})
	return nil
}
