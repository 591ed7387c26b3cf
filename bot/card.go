package bot

import (
	"strings"

	"github.com/go-telegram/bot/models"
)

// card is a shared contact as a vCard: the one it brings along, else one made of its fields.
func card(c models.Contact) string {
	if strings.Contains(strings.ToUpper(c.VCard), "BEGIN:VCARD") {
		return storable(c.VCard)
	}
	first, last := cardText(c.FirstName), cardText(c.LastName)
	lines := []string{
		"BEGIN:VCARD", "VERSION:3.0",
		"N:" + last + ";" + first + ";;;",
		"FN:" + strings.TrimSpace(first+" "+last),
	}
	if number := international(c); number != "" {
		lines = append(lines, "TEL;TYPE=CELL:"+number)
	}
	return strings.Join(append(lines, "END:VCARD"), "\r\n") + "\r\n"
}

// international gives the number of somebody on Telegram the plus that Telegram leaves out. Any other number is
// as it stands in the user's address book.
func international(c models.Contact) string {
	number := cardText(c.PhoneNumber)
	if c.UserID != 0 && number != "" && !strings.HasPrefix(number, "+") && !strings.HasPrefix(number, "0") {
		return "+" + number
	}
	return number
}

// cardText escapes a value of a vCard; RFC 2426, section 4.
func cardText(value string) string {
	value = strings.Join(strings.Fields(readable(value, longestFileName)), " ")
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`).Replace(value)
}
