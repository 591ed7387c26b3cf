package intake

import (
	"slices"
	"strings"
)

// layout says what the columns of a table mean and where its people begin.
type layout struct {
	roles []role // nil when the table is not about people
	title int    // index of the header; rows before it are a title
	body  int
}

// titleRows is how many rows may stand above the header.
const titleRows = 5

// sampleRows is how many rows are looked at to guess columns.
const sampleRows = 200

func layoutOf(rows []row, country string) layout {
	for i, r := range rows[:min(len(rows), titleRows)] {
		roles, known := rolesOf(r.cells)
		if known >= 2 || (known == 1 && i == 0) {
			body := rows[i+1:]
			if !slices.Contains(roles, phone) && !slices.Contains(roles, email) {
				fillAddresses(roles, guessRoles(body, country))
			}
			return layout{roles, i, i + 1}
		}
	}
	roles := guessRoles(rows, country)
	if !slices.ContainsFunc(roles, isAddressRole) {
		return layout{}
	}
	nameColumns(rows, roles)
	return layout{roles: roles}
}

func isAddressRole(r role) bool { return r == phone || r == email || r == telegram }

func fillAddresses(roles, guessed []role) {
	for i := range roles {
		if roles[i] == unknownRole && i < len(guessed) {
			roles[i] = guessed[i]
		}
	}
}

// guessRoles finds the columns in which most cells are addresses.
func guessRoles(rows []row, country string) []role {
	var counts [][4]int // filled, phones, mails, Telegram names
	for _, r := range rows[:min(len(rows), sampleRows)] {
		for i, c := range r.cells {
			if i == len(counts) {
				counts = append(counts, [4]int{})
			}
			if c = bare(c); c != "" {
				counts[i][0]++
				counts[i][kindOf(c, country)]++
			}
		}
	}
	roles := make([]role, len(counts))
	for i, n := range counts {
		for k, r := range map[int]role{1: phone, 2: email, 3: telegram} {
			if n[k]*2 > n[0] {
				roles[i] = r
			}
		}
	}
	return roles
}

// kindOf is stricter with numbers than a column that is called Telefon: years
// and postcodes are none.
func kindOf(c, country string) int {
	switch {
	case emailAddress(c) != "":
		return 2
	case strings.HasPrefix(c, "@") && telegramName(c) != "", handleURL.MatchString(c):
		return 3
	case spoiled.MatchString(c), len(digits(c)) >= 7 && looksDialled(c) && phoneNumber(c, country) != "":
		return 1
	}
	return 0
}

func looksDialled(c string) bool {
	letters := strings.ContainsFunc(c, isLetter)
	return !letters && (c[0] == '+' || c[0] == '0' || c[0] == '(' || len(digits(c)) >= 10) && !dateLike.MatchString(c)
}

// nameColumns gives the columns of words their meaning: the first is the name,
// or two neighbours of single words are its halves; the last may be a note.
func nameColumns(rows []row, roles []role) {
	var wordy []int
	for i, r := range roles {
		if r == unknownRole && share(rows, i, hasLetters) > 0.5 {
			wordy = append(wordy, i)
		}
	}
	if len(wordy) == 0 {
		return
	}
	roles[wordy[0]] = fullName
	rest := wordy[1:]
	if len(rest) > 0 && rest[0] == wordy[0]+1 && share(rows, wordy[0], isOneWord) > 0.7 && share(rows, rest[0], isOneWord) > 0.7 {
		roles[wordy[0]], roles[rest[0]] = firstName, lastName
		rest = rest[1:]
	}
	if len(rest) > 0 {
		roles[rest[len(rest)-1]] = note
	}
}

func share(rows []row, col int, is func(string) bool) float64 {
	filled, hits := 0, 0
	for _, r := range rows[:min(len(rows), sampleRows)] {
		if col >= len(r.cells) || strings.TrimSpace(r.cells[col]) == "" {
			continue
		}
		filled++
		if is(strings.TrimSpace(r.cells[col])) {
			hits++
		}
	}
	if filled == 0 {
		return 0
	}
	return float64(hits) / float64(filled)
}

func hasLetters(s string) bool { return strings.ContainsFunc(s, isLetter) }

func isOneWord(s string) bool { return hasLetters(s) && len(strings.Fields(s)) == 1 }

// draft reads one row.
func (l layout) draft(cells []string, country string) draft {
	d := newDraft()
	names := map[role]string{}
	for i, c := range cells {
		if i == len(l.roles) {
			break
		}
		switch r := l.roles[i]; r {
		case phone:
			d.addPhones(c, country)
		case email:
			d.addEmails(c)
		case telegram:
			d.addTelegram(c, country)
		case note:
			d.Note = strings.TrimSpace(d.Note + "\n" + strings.TrimSpace(c))
		case unknownRole:
		default:
			names[r] = first(names[r], nameCell(c))
		}
	}
	d.Name = first(names[fullName], tidyName(names[firstName]+" "+names[lastName]), names[nickName], names[company])
	return d
}

// nameCell takes only what has a letter: a dash or a number is no name.
func nameCell(c string) string {
	if c = tidyName(bare(c)); hasLetters(c) {
		return c
	}
	return ""
}
