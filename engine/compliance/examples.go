package compliance

import (
	"slices"
	"strconv"
)

// checkExamples wants the examples of the document to do what they say, and every wording that the profile proposes,
// inherited ones included, to break none of its rules.
func (d *draft) checkExamples(p *Profile) {
	for _, r := range d.rules {
		for _, hit := range r.hits {
			if d.short(hit) && !p.breaks(hit.text, r.ID) {
				d.fail(hit.at, "hit_misses", "id", r.ID)
			}
		}
		for _, fine := range r.fine {
			if d.short(fine) && p.breaks(fine.text, r.ID) {
				d.fail(fine.at, "ok_hits", "id", r.ID)
			}
		}
		d.proposed(p, r.fixes)
	}
	for _, o := range d.overrides {
		d.proposed(p, o.fixes)
	}
	d.proposed(p, d.saysAt)
	d.proposed(p, d.claimsAt)
	d.inheritedWordings(p)
}

func (d *draft) short(w words) bool {
	if len(w.text) <= MostText {
		return true
	}
	d.fail(w.at, "example_long", "most", strconv.Itoa(MostText))
	return false
}

func (p *Profile) breaks(text, id string) bool {
	return slices.ContainsFunc(p.Check(text), func(f Finding) bool { return f.Rule == id })
}

func (d *draft) proposed(p *Profile, wordings []words) {
	for _, w := range wordings {
		if w.text == "" || !d.short(w) {
			continue
		}
		for _, f := range p.Check(forCompany(w.text, p.company())) {
			d.fail(w.at, "fix_hits", "rule", f.Rule)
		}
	}
}

// inheritedWordings looks for inherited wordings that break rules of the document.
func (d *draft) inheritedWordings(p *Profile) {
	for _, r := range p.rules {
		if !slices.ContainsFunc(d.rules, func(own draftRule) bool { return own.ID == r.ID }) {
			d.inherited(p, r.ID, r.Fix, r.FixEN)
		}
	}
	for _, i := range p.disclosures {
		if !slices.ContainsFunc(d.disclosures, func(own disclosure) bool { return own.id == i.id }) {
			d.inherited(p, i.id, i.de, i.en)
		}
	}
}

// inherited reports the rules of the document that find wordings that it has from elsewhere.
func (d *draft) inherited(p *Profile, id string, wordings ...string) {
	for _, wording := range wordings {
		for _, f := range p.Check(wording) {
			if i := slices.IndexFunc(d.rules, func(own draftRule) bool { return own.ID == f.Rule }); i >= 0 {
				d.fail(d.rules[i].id.at, "fix_inherited", "rule", f.Rule, "id", id)
			}
		}
	}
}
