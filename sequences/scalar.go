package sequences

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

func (w *walker) scalar(p part, k key) (part, bool) {
	tag := p.node.ShortTag()
	p.text = strings.TrimSpace(p.node.Value)
	switch {
	case p.node.Kind != yaml.ScalarNode:
		return p, w.wrong(p, k)
	case k.kind == numberKind:
		return w.number(p, k)
	case k.kind == flagKind:
		p.flag = p.text == "true"
		if tag != "!!bool" {
			return p, w.wrong(p, k)
		}
	case tag != "!!str" && tag != "!!null":
		w.fail(p.place, "quote_it", words{"key": k.name, "value": shortened(p.node.Value)})
		return p, false
	case tag == "!!null" || p.text == "":
		w.fail(p.place, "nothing", words{"key": k.name})
		return p, false
	case strings.ContainsFunc(p.text, unprintable):
		w.fail(p.place, "control", nil)
		return p, false
	case k.kind == choiceKind:
		return w.choice(p, k)
	}
	return p, true
}

// unprintable are the letters that nobody sees and YAML takes only in disguise.
func unprintable(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufeff' || r >= 0xfffe && r <= 0xffff
}

var wholeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,8})$`)

func (w *walker) number(p part, k key) (part, bool) {
	if p.node.ShortTag() != "!!int" || !wholeNumber.MatchString(p.text) {
		return p, w.wrong(p, k)
	}
	p.number, _ = strconv.Atoi(p.text) // the expression lets nothing else pass
	if p.number < k.low || p.number > k.high {
		w.fail(p.place, "out_of_range", words{
			"key": k.name, "value": p.text, "low": strconv.Itoa(k.low), "high": strconv.Itoa(k.high),
		})
		return p, false
	}
	return p, true
}

func (w *walker) choice(p part, k key) (part, bool) {
	if slices.Contains(k.choices, p.text) {
		return p, true
	}
	if w.full() {
		return p, false
	}
	w.fail(p.place, "unknown_choice", words{
		"key": k.name, "value": shortened(p.text), "hint": hint(p.text, k.choices),
	})
	return p, false
}
