package compliance

import (
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// mostPattern and mostSteps bound a pattern: its letters, and what its repetitions make of them.
const mostPattern, mostSteps = 768, 4000

// pattern is regular expressions for folded text that have to match together, anywhere and in any order, with the
// literals without which they do not.
type pattern struct {
	all   []*regexp.Regexp
	needs [][]string
}

func (p pattern) matches(folded string) bool {
	for _, re := range p.all {
		if !re.MatchString(folded) {
			return false
		}
	}
	return true
}

var wordsName = regexp.MustCompile(`^[a-z]{2,32}$`)

// readWords reads the alternatives that the patterns of the document may name in braces.
func (r *reader) readWords(o object) {
	r.words = nil
	node, ok := o.fields["words"]
	if !ok {
		return
	}
	all := r.entries(node, "words")
	var pairs []string
	for name := range all.fields {
		w := r.text(all, name)
		if !wordsName.MatchString(name) {
			r.fail(w.at, "bad_words", "name", name)
		} else if _, ok := r.pattern(w); ok {
			pairs = append(pairs, "{"+name+"}", "("+w.text+")")
		}
	}
	r.words = strings.NewReplacer(pairs...)
}

// expanded is a pattern with the words that it names.
func (r *reader) expanded(text string) string {
	if r.words == nil {
		return text
	}
	return r.words.Replace(text)
}

// patterns reads a list of them.
func (r *reader) patterns(o object, key string) []pattern {
	var all []pattern
	for _, w := range r.texts(o, key) {
		if p, ok := r.pattern(w); ok {
			all = append(all, p)
		}
	}
	return all
}

// together reads a list of lists of them.
func (r *reader) together(o object, key string) []pattern {
	var all []pattern
	for _, node := range r.items(o, key, "wrong_lists") {
		var joint pattern
		for _, p := range r.patterns(object{node, map[string]*yaml.Node{key: node}}, key) {
			joint.all, joint.needs = append(joint.all, p.all...), append(joint.needs, p.needs...)
		}
		if len(joint.all) > 0 {
			all = append(all, joint)
		}
	}
	return all
}

func (r *reader) pattern(w words) (pattern, bool) {
	if utf8.RuneCountInString(w.text) > mostPattern {
		r.fail(w.at, "pattern_long", "most", strconv.Itoa(mostPattern))
		return pattern{}, false
	}
	if i := strings.IndexFunc(w.text, func(c rune) bool { return c >= utf8.RuneSelf && c != '€' }); i >= 0 {
		letter, _ := utf8.DecodeRuneInString(w.text[i:])
		r.fail(w.at, "pattern_letter", "letter", string(letter))
		return pattern{}, false
	}
	text := r.expanded(w.text)
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		r.fail(w.at, "pattern_broken", "problem", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return pattern{}, false
	}
	if letter := capital(tree); letter != 0 {
		r.fail(w.at, "pattern_letter", "letter", string(letter))
		return pattern{}, false
	}
	if steps(tree) > mostSteps {
		r.fail(w.at, "pattern_costly")
		return pattern{}, false
	}
	compiled, err := regexp.Compile(text)
	if err != nil {
		r.fail(w.at, "pattern_broken", "problem", err.Error())
		return pattern{}, false
	}
	if compiled.MatchString("") {
		r.fail(w.at, "pattern_nothing")
		return pattern{}, false
	}
	return pattern{[]*regexp.Regexp{compiled}, needs(tree)}, true
}

// capital returns a letter of a literal that folded text never has.
func capital(re *syntax.Regexp) rune {
	if re.Op == syntax.OpLiteral && re.Flags&syntax.FoldCase == 0 {
		for _, letter := range re.Rune {
			if 'A' <= letter && letter <= 'Z' {
				return letter
			}
		}
	}
	for _, sub := range re.Sub {
		if letter := capital(sub); letter != 0 {
			return letter
		}
	}
	return 0
}

// steps is about how long the program of a pattern is: repetitions multiply.
func steps(re *syntax.Regexp) int {
	n := 1 + len(re.Rune)
	if re.Op == syntax.OpCharClass {
		n = 2
	}
	for _, sub := range re.Sub {
		n += steps(sub)
	}
	if re.Op == syntax.OpRepeat {
		n *= max(re.Max, re.Min, 1)
	}
	return min(n, 1<<20)
}
