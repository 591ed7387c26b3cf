package intake

import (
	"slices"
	"strings"
)

// draft is a person while a row or card is read, with the faults found so far.
type draft struct {
	Lead
	faults []Reason
}

func newDraft() draft {
	return draft{Lead: Lead{Phones: []string{}, Emails: []string{}}}
}

// addPhones takes a cell that may hold several numbers.
func (d *draft) addPhones(cell, country string) {
	cell = bare(cell)
	if !strings.ContainsFunc(cell, isWordRune) {
		return
	}
	if spoiled.MatchString(cell) {
		d.faults = append(d.faults, ReasonSpoiledPhone)
		return
	}
	parts := splitAny(cell, ":::", ",", ";", "|", "\n", " oder ", " und ", " & ")
	if len(parts) == 1 && !strings.Contains(cell, "@") {
		if d.addPhone(cell, country) {
			return
		}
		// Only now: 0170 / 1234567 is one number, 0170 1234567 / 030 123456
		// are two.
		parts = splitAny(cell, " / ")
	}
	for _, part := range parts {
		if strings.Contains(part, "@") {
			d.addEmails(part)
		} else if !d.addPhone(part, country) {
			d.faults = append(d.faults, ReasonBadPhone)
		}
	}
}

func (d *draft) addPhone(s, country string) bool {
	n := phoneNumber(s, country)
	if n != "" {
		d.Phones = appendNew(d.Phones, n)
	}
	return n != ""
}

func (d *draft) addEmails(cell string) {
	for _, part := range cells(bare(cell)) {
		if !strings.ContainsFunc(part, isWordRune) {
			continue
		}
		if m := emailAddress(part); m != "" {
			d.Emails = appendNew(d.Emails, m)
		} else {
			d.faults = append(d.faults, ReasonBadEmail)
		}
	}
}

// addTelegram takes a user name; some people write their number there.
func (d *draft) addTelegram(cell, country string) {
	if n := telegramName(bare(cell)); n != "" {
		d.Telegram = first(d.Telegram, n)
	} else if n := phoneNumber(cell, country); n != "" {
		d.Phones = appendNew(d.Phones, n)
	}
}

// roster gathers leads in order of appearance and unites those that are the
// same person.
type roster struct {
	leads   []*Lead
	skipped []Skip
	// byKey finds a lead by address, or by name while it has no address.
	byKey map[string]*Lead
}

func newRoster() *roster {
	return &roster{skipped: []Skip{}, byKey: map[string]*Lead{}}
}

func (r *roster) skip(line, lines int, why Reason) {
	r.skipped = append(r.skipped, Skip{Line: line, Reason: why, Lines: lines})
}

// add keeps the person unless there is nothing to know them by.
func (r *roster) add(d draft, line int) {
	d.Name = tidyName(d.Name)
	keys := addressKeys(d.Lead)
	if d.Name == "" && len(keys) == 0 {
		why := ReasonNoNameNoAddress
		if slices.Contains(d.faults, ReasonSpoiledPhone) {
			why = ReasonSpoiledPhone
		}
		r.skip(line, 1, why)
		return
	}
	for _, why := range slices.Compact(d.faults) {
		r.skip(line, 1, why)
	}
	if len(keys) == 0 {
		keys = []string{"name:" + fold(d.Name)}
	}
	r.unite(&d.Lead, keys)
}

// unite merges the lead with every known one that shares an address; one card
// may join two that looked like strangers.
func (r *roster) unite(l *Lead, keys []string) {
	var home *Lead
	for _, k := range keys {
		old := r.byKey[k]
		switch {
		case old == nil || old == home:
		case home == nil:
			home = old
		default:
			home.absorb(*old)
			r.repoint(old, home)
		}
	}
	if home == nil {
		home = l
		r.leads = append(r.leads, l)
	} else {
		home.absorb(*l)
	}
	for _, k := range keys {
		r.byKey[k] = home
	}
}

func (r *roster) repoint(from, to *Lead) {
	for _, k := range addressKeys(*from) {
		r.byKey[k] = to
	}
	r.leads = slices.DeleteFunc(r.leads, func(l *Lead) bool { return l == from })
}

func (r *roster) result(f Format) Result {
	out := newResult(f)
	out.Skipped = r.skipped
	for _, l := range r.leads {
		out.Leads = append(out.Leads, *l)
	}
	return out
}

func (l *Lead) absorb(o Lead) {
	l.Name = first(l.Name, o.Name)
	l.Telegram = first(l.Telegram, o.Telegram)
	if o.Note != l.Note {
		l.Note = strings.TrimSpace(l.Note + "\n" + o.Note)
	}
	for _, p := range o.Phones {
		l.Phones = appendNew(l.Phones, p)
	}
	for _, e := range o.Emails {
		l.Emails = appendNew(l.Emails, e)
	}
}

func addressKeys(l Lead) []string {
	keys := append(slices.Clone(l.Phones), l.Emails...)
	if l.Telegram != "" {
		keys = append(keys, "@"+strings.ToLower(l.Telegram))
	}
	return keys
}
