package intake

import (
	"regexp"
	"strings"
)

// role is what a column of a table means.
type role int

const (
	unknownRole role = iota
	fullName
	firstName
	lastName
	nickName
	company
	phone
	email
	telegram
	note
)

// headings are the titles of columns that are known word for word, in the form
// that plainHeading gives. They come from the exports of Google, Outlook, iCloud
// and Android and from what people write themselves.
var headings = map[string]role{
	"name": fullName, "fullname": fullName, "vollername": fullName, "vollständigername": fullName, "displayname": fullName,
	"anzeigename": fullName, "kontakt": fullName, "kontaktname": fullName, "contact": fullName, "contactname": fullName,
	"fn": fullName, "fileas": fullName, "speichernunter": fullName, "person": fullName, "vorundnachname": fullName,
	"vornamenachname": fullName, "vornameundnachname": fullName, "namevorname": fullName, "nachnamevorname": fullName,
	"interessent": fullName, "lead": fullName, "kunde": fullName,
	"vorname": firstName, "firstname": firstName, "givenname": firstName, "rufname": firstName, "first": firstName,
	"nachname": lastName, "lastname": lastName, "familyname": lastName, "familienname": lastName, "surname": lastName,
	"zuname": lastName, "last": lastName,
	"nickname": nickName, "spitzname": nickName,
	"company": company, "companyname": company, "firma": company, "firmenname": company, "unternehmen": company,
	"organization": company, "organisation": company, "organizationname": company, "organization1name": company,
	"tel": phone, "nummer": phone, "nr": phone, "number": phone, "natel": phone, "festnetz": phone, "cell": phone,
	"notiz": note, "notizen": note, "note": note, "notes": note, "bemerkung": note, "bemerkungen": note, "kommentar": note,
	"comment": note, "comments": note, "anmerkung": note, "anmerkungen": note, "info": note, "beschreibung": note,
}

var (
	notAnAddress   = regexp.MustCompile(`type|typ$|label|fax|pager|phonetic|yomi|mailing|assistent|assistant|anzeigename|displayname|angezeigt|datum|date|opt|status|erlaubnis|consent`)
	phoneHeading   = regexp.MustCompile(`phone|fon|telefon|handy|mobil|mobile|rufnummer|whatsapp|natel|^tel|^cell`)
	mailHeading    = regexp.MustCompile(`email|^mail|mailadresse`)
	headingLetters = regexp.MustCompile(`[^\p{L}\p{N}]+`)
)

// roleOf reads the title of a column; "Phone 1 - Value", "Telefon (privat)" and
// "E-Mail-Adresse 2" count.
func roleOf(heading string) role {
	h := headingLetters.ReplaceAllString(strings.ToLower(visible(heading)), "")
	if r, ok := headings[h]; ok {
		return r
	}
	switch {
	case len(h) > 60 || notAnAddress.MatchString(h):
		return unknownRole
	case strings.Contains(h, "telegram"):
		return telegram
	case mailHeading.MatchString(h):
		return email
	case phoneHeading.MatchString(h):
		return phone
	}
	return unknownRole
}

// rolesOf reads a row as a header; known is 0 if it holds an address and thus
// is none.
func rolesOf(cells []string) (roles []role, known int) {
	roles = make([]role, len(cells))
	for i, c := range cells {
		if strings.Contains(c, "@") || len(digits(c)) > 4 {
			return nil, 0
		}
		if roles[i] = roleOf(c); roles[i] != unknownRole {
			known++
		}
	}
	return roles, known
}
