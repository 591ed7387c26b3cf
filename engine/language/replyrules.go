package language

import (
	"errors"
	"fmt"
	"strings"
)

// replyRule is one rule of reply_rules.de.yaml.
type replyRule struct {
	reply  Reply // without a due time
	when   []saying
	unless []saying
	doubt  []saying // with one of these beside it, it is not hard
	firm   []saying // unless one of these is
}

// derivation adds a family to the first word of a saying.
type derivation struct {
	part []element
	fam  family
}

type replyRuleFile struct {
	Derived  map[string][]string
	Sets     map[string][]string
	Refusing []string
	Stopping []string
	Limited  []string
	Away     []string
	Rules    []struct {
		Is     Intent
		About  Objection
		Hard   bool
		Sure   float64
		When   []string
		Unless []string
		Doubt  []string
		Firm   []string
	}
}

func (w *replyWords) addRules(data []byte) error {
	var f replyRuleFile
	if err := strictYAML(data, &f); err != nil {
		return err
	}
	errs := []error{w.addDerived(f.Derived), w.addWords(&w.refusing, f.Refusing), w.addWords(&w.stopping, f.Stopping)}
	limited, err := w.compileAll(f.Limited, f.Sets)
	w.limited, errs = limited, append(errs, err)
	away, err := w.compileAll(f.Away, f.Sets)
	w.away, errs = away, append(errs, err)
	for _, r := range f.Rules {
		rule := replyRule{reply: Reply{Intent: r.Is, Objection: r.About, Hard: r.Hard, Confidence: r.Sure}}
		var err1, err2, err3, err4 error
		rule.when, err1 = w.compileAll(r.When, f.Sets)
		rule.unless, err2 = w.compileAll(r.Unless, f.Sets)
		rule.doubt, err3 = w.compileAll(r.Doubt, f.Sets)
		rule.firm, err4 = w.compileAll(r.Firm, f.Sets)
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			errs = append(errs, fmt.Errorf("rule %s%s: %w", r.Is, r.About, err))
		}
		w.rules = append(w.rules, rule)
	}
	return errors.Join(errs...)
}

func (w *replyWords) addWords(to *families, words []string) error {
	var errs []error
	for _, word := range words {
		id, err := w.literal(word)
		to.add(id)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (w *replyWords) compileAll(texts []string, sets map[string][]string) ([]saying, error) {
	var out []saying
	var errs []error
	for _, text := range texts {
		expanded := []string{text}
		if name, ok := strings.CutPrefix(text, "$"); ok {
			expanded = sets[name]
			if len(expanded) == 0 {
				errs = append(errs, fmt.Errorf("there is no set %q", name))
			}
		}
		for _, e := range expanded {
			p, err := w.compile(e)
			out, errs = append(out, p), append(errs, err)
		}
	}
	return out, errors.Join(errs...)
}

func (w *replyWords) addDerived(derived map[string][]string) error {
	var errs []error
	for _, name := range sortedKeys(derived) {
		id, ok := w.ids[name]
		if !ok {
			errs = append(errs, fmt.Errorf("%q is no family", name))
		}
		for _, text := range derived[name] {
			p, err := w.compile(text)
			errs = append(errs, err)
			w.derived = append(w.derived, derivation{part: p.segments[0].parts[0], fam: id})
		}
	}
	return errors.Join(errs...)
}

// derive adds the families that several words make together.
func (w *replyWords) derive(s *said) {
	for _, d := range w.derived {
		for i := range s.words {
			if !s.words[i].fams.meets(&d.part[0].any) {
				continue
			}
			if _, ok := s.sequence(d.part, i); ok {
				s.words[i].fams.add(d.fam)
				s.clauses[s.words[i].clause].add(d.fam)
				s.all.add(d.fam)
			}
		}
	}
}

// holds reports whether a rule decides.
func (r *replyRule) holds(w *replyWords, s *said) bool {
	return anyHolds(r.when, w, s) && !anyHolds(r.unless, w, s)
}

// says gives what a rule that holds makes of a reply.
func (r *replyRule) says(w *replyWords, s *said) Reply {
	reply := r.reply
	if reply.Hard && anyHolds(r.doubt, w, s) && !anyHolds(r.firm, w, s) {
		reply.Hard, reply.Confidence = false, doubtful
	}
	return reply
}

func anyHolds(patterns []saying, w *replyWords, s *said) bool {
	for i := range patterns {
		if patterns[i].holds(w, s) {
			return true
		}
	}
	return false
}
