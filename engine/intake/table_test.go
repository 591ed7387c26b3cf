package intake

import (
	"slices"
	"strings"
	"testing"
)

func TestHeadersOfKnownExportsAreUnderstood(t *testing.T) {
	tests := map[string]role{
		"Vorname": firstName, "Given Name": firstName, "Nachname": lastName, "Family Name": lastName, "NAME": fullName, "\"Name:\"": fullName,
		"Phone 1 - Value": phone, "Phone 1 - Type": unknownRole, "Phone 1 - Label": unknownRole, "Phonetic First Name": unknownRole,
		"Mobile Phone": phone, "Mobiltelefon": phone, "Telefon geschäftlich": phone, "Fax geschäftlich": unknownRole, "Handy-Nr.": phone,
		"Telefon (privat)": phone, "Rufnummer": phone, "WhatsApp": phone, "E-mail 1 - Value": email, "E-Mail-Adresse": email, "E-Mail-Typ": unknownRole,
		"E-Mail: Angezeigter Name": unknownRole, "Mailing Address": unknownRole, "Telegram-Name": telegram, "Notizen": note, "Firma": company,
		"Telefon Assistent": unknownRole, "Straße": unknownRole, "E-Mail Opt-in": unknownRole,
	}
	for heading, want := range tests {
		if got := roleOf(heading); got != want {
			t.Errorf("%q: got %d, want %d", heading, got, want)
		}
	}
}

func TestTablesOfEveryShapeGiveTheSameLead(t *testing.T) {
	tests := map[string]string{
		"comma":            "Name,Telefon\nLisa Meier,0170 1234567\n",
		"semicolon, BOM":   "\ufeffName;Telefon\r\nLisa Meier;0170 1234567\r\n",
		"tab":              "Vorname\tNachname\tMobil\nLisa\tMeier\t0170 1234567\n",
		"pipe":             "Name|Handy\nLisa Meier|0170 1234567",
		"sep line":         "sep=;\nName;Handy\nLisa Meier;0170 1234567",
		"quoted":           "\"Name\",\"Telefon\"\n\"Lisa Meier\",\"0170-1234567\"\n",
		"title above":      "Meine Liste;;\nStand;Herbst;\nName;Ort;Handy\nLisa Meier;Bonn;0170 1234567",
		"no header":        "Lisa Meier;0170 1234567\nTom Berg;0170 1234567\n",
		"no header, parts": "0170 1234567;Lisa;Meier;mag Kaffee sehr\n",
		"apostrophe":       "Name;Handy\nLisa Meier;'0170 1234567\n",
		"formula":          "Name,Handy\nLisa Meier,\"=\"\"0170 1234567\"\"\"\n",
		"unnamed address":  "Name;Kontaktdaten\nLisa Meier;0170 1234567\n",
		"inches":           "Name;Monitor;Handy\nLisa Meier;27\";0170 1234567\n",
		"open quote":       "Name;Handy\n\"Lisa Meier;0170 1234567\n",
		"same twice":       "Name;Handy\nLisa Meier;0170 1234567\nL. Meier;+49170 1234567\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			r := mustRead(t, "k.csv", text, Options{})
			if len(r.Leads) != 1 || r.Leads[0].Name != "Lisa Meier" || !slices.Equal(r.Leads[0].Phones, []string{"+491701234567"}) {
				t.Errorf("got %+v", r.Leads)
			}
		})
	}
}

func TestRowsWithoutAnythingUsableAreSkippedByPhysicalLine(t *testing.T) {
	text := "Name;Handy;Mail;Notiz\n\nLisa;0170 1234567;;\"a\nb\nc\"\n;12;;nur Notiz\nTom;12;x@;\n-;4,91701E+11;;\n;;TIM@example.org;\n"
	r := mustRead(t, "k.csv", text, Options{})
	want := []Skip{{6, ReasonNoNameNoAddress, 1}, {7, ReasonBadPhone, 1}, {7, ReasonBadEmail, 1}, {8, ReasonSpoiledPhone, 1}}
	if !slices.Equal(r.Skipped, want) || len(r.Leads) != 3 || r.Leads[0].Note != "a\nb\nc" {
		t.Errorf("got %+v %+v", r.Skipped, r.Leads)
	}
}

func TestOneCellMayHoldSeveralAddresses(t *testing.T) {
	tests := map[string]string{
		"0170 1234567 / 030 123456": "+491701234567 +4930123456", "0170 / 1234567": "+491701234567",
		"0170 1234567 oder 0151 12345678": "+491701234567 +4915112345678", "0170 1234567; 0170 1234567": "+491701234567",
		"l0170123456@example.org": "l0170123456@example.org", "-": "",
	}
	for cell, want := range tests {
		d := newDraft()
		d.addPhones(cell, "DE")
		if got := strings.Join(append(d.Phones, d.Emails...), " "); got != want || len(d.faults) != 0 {
			t.Errorf("%q: got %q %v, want %q", cell, got, d.faults, want)
		}
	}
}

func TestOneCardMayJoinTwoLeads(t *testing.T) {
	text := "Name;Handy;Mail\nLisa;0170 1234567;\nL. Meier;;l@example.org\nTom;0151 12345678;\nLisa Meier;0170 1234567;l@example.org\nOhne;;\nohne;;\n"
	r := mustRead(t, "k.csv", text, Options{})
	var names []string
	for _, l := range r.Leads {
		names = append(names, l.Name)
	}
	if strings.Join(names, ",") != "Lisa,Tom,Ohne" || len(r.Leads[0].Emails) != 1 {
		t.Errorf("got %+v", r.Leads)
	}
}
