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
	for _, own := range d.rules {
		for _, r := range p.rules {
			if p.breaks(r.Fix, own.ID) || p.breaks(r.FixEN, own.ID) {
				d.inherited(r.ID, own)
			}
		}
		for _, i := range p.disclosures {
			if p.breaks(i.de, own.ID) || p.breaks(i.en, own.ID) {
				d.inherited(i.id, own)
			}
		}
	}
}

// inherited reports a rule that finds a wording that the document has from elsewhere.
func (d *draft) inherited(id string, own draftRule) {
	isOwn := slices.ContainsFunc(d.rules, func(r draftRule) bool { return r.ID == id }) ||
		slices.ContainsFunc(d.Profile.disclosures, func(o disclosure) bool { return o.id == id })
	if !isOwn {
		d.fail(own.id.at, "fix_inherited", "rule", own.ID, "id", id)
	}
}
