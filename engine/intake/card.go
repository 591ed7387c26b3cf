package intake

import (
	"slices"
	"strings"

	"github.com/emersion/go-vcard"
)

// readCards reads every whole card of a vCard file, of any version.
func readCards(text, country string) Result {
	r := newRoster()
	c := cardCutter{broken: func(line int) { r.skip(line, 1, ReasonBrokenCard) }}
	c.whole = func(line int, lines []string) {
		block := "BEGIN:VCARD\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCARD\r\n"
		card, err := vcard.NewDecoder(strings.NewReader(block)).Decode()
		if err != nil {
			r.skip(line, 1, ReasonBrokenCard)
			return
		}
		r.add(cardDraft(card, country), line)
	}
	c.cut(text)
	return r.result(FormatVCard)
}

func cardDraft(card vcard.Card, country string) draft {
	d := newDraft()
	d.Name = cardName(card)
	d.Note = strings.TrimSpace(unescape(card.Value(vcard.FieldNote)))
	for _, f := range card[vcard.FieldTelephone] {
		if !isFax(f) {
			d.addPhones(telURI(f.Value), country)
		}
	}
	for _, f := range card[vcard.FieldEmail] {
		d.addEmails(unescape(f.Value))
	}
	for _, key := range []string{"X-TELEGRAM", vcard.FieldIMPP, "X-SOCIALPROFILE", "SOCIALPROFILE", vcard.FieldURL} {
		for _, f := range card[key] {
			d.addProfile(key, f)
		}
	}
	return d
}

// cardName prefers the formatted name; old phones write only the parts, and
// companies only the organisation.
func cardName(card vcard.Card) string {
	if fn := tidyName(unescape(card.Value(vcard.FieldFormattedName))); fn != "" {
		return fn
	}
	parts := splitEscaped(card.Value(vcard.FieldName))
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	whole := tidyName(parts[1] + " " + parts[2] + " " + parts[0])
	org := splitEscaped(card.Value(vcard.FieldOrganization))
	return first(whole, tidyName(unescape(card.Value(vcard.FieldNickname))), tidyName(org[0]))
}

// splitEscaped splits at semicolons that are not escaped.
func splitEscaped(s string) []string {
	const kept = "\x00"
	parts := strings.Split(strings.ReplaceAll(s, `\;`, kept), ";")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, kept, ";")
	}
	return parts
}

func unescape(s string) string { return strings.ReplaceAll(s, `\;`, ";") }

// isFax also drops pagers: nobody is followed up there.
func isFax(f *vcard.Field) bool {
	types := f.Params.Types()
	return (slices.Contains(types, "fax") || slices.Contains(types, "pager")) &&
		!slices.Contains(types, "voice") && !slices.Contains(types, "cell")
}

func telURI(v string) string {
	v = unescape(v)
	if len(v) > 4 && strings.EqualFold(v[:4], "tel:") {
		v, _, _ = strings.Cut(v[4:], ";")
	}
	return v
}

// addProfile takes a Telegram name from a messenger or profile field, however
// the phone marks it.
func (d *draft) addProfile(key string, f *vcard.Field) {
	v := strings.TrimSpace(f.Value)
	named := key == "X-TELEGRAM" || strings.HasPrefix(strings.ToLower(v), "telegram:")
	for _, p := range []string{vcard.ParamType, "SERVICE-TYPE", "X-SERVICE-TYPE"} {
		for _, t := range f.Params[p] {
			named = named || strings.EqualFold(t, "telegram")
		}
	}
	if !named && !handleURL.MatchString(v) {
		return
	}
	if n := telegramName(v); n != "" {
		d.Telegram = first(d.Telegram, n)
	} else {
		d.Telegram = first(d.Telegram, telegramName(f.Params.Get("X-USER")))
	}
}
