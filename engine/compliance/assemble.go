package compliance

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// mostRules is how many rules a profile may have, inherited ones included.
const mostRules = 500

// assembly makes profiles of drafts: each one after what it extends.
type assembly struct {
	drafts  map[string]*draft
	done    map[string]*Profile // nil for one that is broken
	begun   map[string]bool
	known   map[string]*Profile
	checked bool // the examples of the files are, too
}

// profile returns the profile of an id, or nil where there is none that is in order.
func (a *assembly) profile(id string) *Profile {
	d, ours := a.drafts[id]
	if !ours {
		return a.known[id]
	}
	if p, ok := a.done[id]; ok {
		return p
	}
	if a.begun[id] {
		d.fail(d.extends.at, "extends_circle", "id", id)
		return nil
	}
	a.begun[id] = true
	before := len(d.problems)
	p := a.inherit(d)
	if len(d.problems) > before || d.flawed {
		p = nil
	}
	a.done[id] = p
	return p
}

func (a *assembly) inherit(d *draft) *Profile {
	base, before := &Profile{}, len(d.problems)
	if d.Extends != "" {
		base = a.profile(d.Extends)
		_, ours := a.drafts[d.Extends]
		switch {
		case base == nil && !ours:
			d.fail(d.extends.at, "extends_unknown", "id", d.Extends)
			return nil
		case base == nil:
			return nil // its own problems are told
		}
	}
	p := d.Profile
	p.written.rules = d.own(d.overridden(base.written.rules))
	p.written.disclosures = merged(base.written.disclosures, d.disclosures)
	p.Claims = slices.Concat(base.Claims, d.Claims)
	if p.topics == nil {
		p.topics = base.topics
	}
	if len(p.written.rules) > mostRules {
		d.fail(d.id.at, "too_many_rules", "most", strconv.Itoa(mostRules))
		return nil
	}
	p.finish()
	if a.checked && !d.flawed && len(d.problems) == before {
		d.checkExamples(&p)
	}
	return &p
}

// overridden returns inherited rules with what the document says of them: it may raise and reword them.
func (d *draft) overridden(inherited []Rule) []Rule {
	rules := slices.Clone(inherited)
	for _, o := range d.overrides {
		i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == o.ID })
		switch {
		case i < 0:
			d.fail(o.id.at, "override_unknown", "id", o.ID)
			continue
		case o.Severity != "" && harder(o.Severity, rules[i].Severity) < 0:
			d.fail(o.id.at, "override_lowers", "id", o.ID)
			continue
		}
		r := &rules[i]
		r.Severity, r.Why = cmp.Or(o.Severity, r.Severity), cmp.Or(o.Why, r.Why)
		r.Fix, r.FixEN = cmp.Or(o.Fix, r.Fix), cmp.Or(o.FixEN, r.FixEN)
		r.Law = slices.Concat(r.Law, o.Law)
	}
	return rules
}

// own adds the rules of the document itself.
func (d *draft) own(rules []Rule) []Rule {
	for _, own := range d.rules {
		if slices.ContainsFunc(rules, func(r Rule) bool { return r.ID == own.ID }) {
			d.fail(own.id.at, "rule_twice", "id", own.ID)
			continue
		}
		rules = append(rules, own.Rule)
	}
	return rules
}

// merged returns disclosures with those that take the places of others of their id.
func merged(inherited, own []disclosure) []disclosure {
	all := slices.Clone(inherited)
	for _, d := range own {
		if i := slices.IndexFunc(all, func(o disclosure) bool { return o.id == d.id }); i >= 0 {
			all[i] = d
		} else {
			all = append(all, d)
		}
	}
	return all
}

// finish fills in the company and makes the profile ready to search.
func (p *Profile) finish() {
	company := p.company()
	p.rules, p.disclosures = slices.Clone(p.written.rules), slices.Clone(p.written.disclosures)
	for i := range p.rules {
		r := &p.rules[i]
		r.Fix, r.FixEN = forCompany(r.Fix, company), forCompany(r.FixEN, company)
	}
	for i := range p.disclosures {
		d := &p.disclosures[i]
		d.de, d.en = forCompany(d.de, company), forCompany(d.en, company)
	}
	p.claims = map[string]bool{}
	for _, c := range p.Claims {
		for _, wording := range []string{c.DE, c.EN} {
			p.claims[strings.TrimSpace(fold(wording))] = true
		}
	}
	rules := p.rules
	p.matcher = sync.OnceValue(func() *matcher { return newMatcher(rules) })
}

// Load reads files of profiles and checks them: their keys, their patterns, their examples, and that no wording they
// propose breaks a rule. What a profile extends is looked up among them, then among the files beside them, which are
// not checked, then among the built-in ones. The error is of type Problems; with one there are no profiles.
func Load(files []Source, beside ...Source) ([]*Profile, error) {
	known := map[string]*Profile{}
	for _, p := range All() {
		known[p.ID] = p
	}
	others, _ := load(beside, known, false)
	for _, p := range others {
		known[p.ID] = p
	}
	profiles, problems := load(files, known, true)
	if len(problems) > 0 {
		return nil, problems
	}
	return profiles, nil
}

// load reads files on top of the profiles that are known. It returns those in order, whatever is wrong with others.
func load(files []Source, known map[string]*Profile, checked bool) ([]*Profile, Problems) {
	a := &assembly{map[string]*draft{}, map[string]*Profile{}, map[string]bool{}, known, checked}
	var readers []*reader
	var ids []string
	for _, file := range files {
		all, r := drafts(file)
		readers = append(readers, r)
		for _, d := range all {
			if first, ok := a.drafts[d.ID]; ok && d.ID != "" {
				r.fail(d.id.at, "profile_twice", "id", d.ID, "file", first.file)
				continue
			}
			a.drafts[d.ID] = d
			ids = append(ids, d.ID)
		}
	}
	var profiles []*Profile
	for _, id := range ids {
		if p := a.profile(id); p != nil && id != "" {
			profiles = append(profiles, p)
		}
	}
	var problems Problems
	for _, r := range readers {
		problems = append(problems, r.problems.sorted()...)
	}
	return profiles, problems
}
