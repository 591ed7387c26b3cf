package intake

import "testing"

func TestPhoneNumbersAreReadInTheirCountry(t *testing.T) {
	tests := []struct{ in, country, want string }{
		{"0170 1234567", "", "+491701234567"}, {"0170/123 45 67", "de", "+491701234567"}, {"0170 / 1234567", "DE", "+491701234567"},
		{"+49 (0)170 1234567", "DE", "+491701234567"}, {"+49(0) 170-1234567", "AT", "+491701234567"}, {"0049 170 1234567", "CH", "+491701234567"},
		{"00491701234567", "DE", "+491701234567"}, {"491701234567", "DE", "+491701234567"}, {"1701234567", "DE", "+491701234567"},
		{"0664 1234567", "AT", "+436641234567"}, {"079 123 45 67", "CH", "+41791234567"}, {"+41 79 123 45 67", "DE", "+41791234567"},
		{"\u202a+49\u00a0170\u00a01234567\u202c", "DE", "+491701234567"}, {"Handy: 0170 1234567", "DE", "+491701234567"},
		{"0170 1234567 (privat)", "DE", "+491701234567"}, {"030 123456 ext. 12", "DE", "+4930123456"}, {"030 123456 Durchwahl 7", "DE", "+4930123456"},
		{"+1 202 555 0123", "DE", "+12025550123"}, {"(202) 555-0123", "US", "+12025550123"}, {"+39 06 12345678", "DE", "+390612345678"},
		{"12345", "DE", ""}, {"0170 12", "DE", ""}, {"+49", "DE", ""}, {"keine", "DE", ""}, {"00000000000", "DE", ""}, {"", "DE", ""},
		{"+49 170 12345678901234", "DE", ""}, {"0170-HALLO", "DE", ""},
	}
	for _, tt := range tests {
		if got := phoneNumber(tt.in, tt.country); got != tt.want {
			t.Errorf("%q in %s: got %q, want %q", tt.in, tt.country, got, tt.want)
		}
	}
}

func TestMailAddressesAreLowerCaseAndChecked(t *testing.T) {
	tests := map[string]string{
		" Lisa.Meier@Example.ORG ": "lisa.meier@example.org", "Lisa <LISA@example.org>": "lisa@example.org",
		"mailto:lisa@example.org": "lisa@example.org", "lisa+x@sub.example.org.": "lisa+x@sub.example.org", "lisa@müller.de": "lisa@müller.de",
		"lisa@example": "", "lisa@@example.org": "", "lisa example.org": "", ".lisa@example.org": "", "li..sa@example.org": "",
		"lisa@-example.org": "", "lisa meier@example.org": "", "": "",
	}
	for in, want := range tests {
		if got := emailAddress(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestTelegramNamesLoseTheirDecoration(t *testing.T) {
	tests := map[string]string{
		"@lisa_m": "lisa_m", "lisa_m": "lisa_m", "https://t.me/lisa_m": "lisa_m", "t.me/lisa_m?start=1": "lisa_m",
		"tg://resolve?domain=lisa_m": "lisa_m", "telegram:lisa_m": "lisa_m", "@li": "", "1lisa": "", "Lisa Meier": "",
	}
	for in, want := range tests {
		if got := telegramName(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestTypedLineBecomesALead(t *testing.T) {
	tests := []struct {
		in   string
		want Lead
	}{
		{"Lisa Meier 0170 1234567, will mehr über das Produkt wissen", Lead{Name: "Lisa Meier", Phones: []string{"+491701234567"}, Note: "will mehr über das Produkt wissen"}},
		{"neuer Kontakt: lisa meier, @lisam mag Kaffee", Lead{Name: "lisa meier", Telegram: "lisam", Note: "mag Kaffee"}},
		{"Tom von der Heide tom@Example.org Tel: 0043 664 1234567 Wien", Lead{Name: "Tom von der Heide", Phones: []string{"+436641234567"}, Emails: []string{"tom@example.org"}, Note: "Wien"}},
		{"0170 1234567 Lisa", Lead{Name: "Lisa", Phones: []string{"+491701234567"}}},
		{"Ruf mich an unter 0170 1234567", Lead{Phones: []string{"+491701234567"}, Note: "Ruf mich an unter"}},
		{"Lisa, t.me/lisa_m", Lead{Name: "Lisa", Telegram: "lisa_m"}},
		{"Lisa Meier hat Interesse 0170 1234567", Lead{Name: "Lisa Meier", Phones: []string{"+491701234567"}, Note: "hat Interesse"}},
	}
	for _, tt := range tests {
		got, ok := Typed(tt.in, "DE")
		if !ok || !sameLead(got, tt.want) {
			t.Errorf("%q: got %+v", tt.in, got)
		}
	}
}

func TestOrdinarySentenceIsNoLead(t *testing.T) {
	for _, s := range []string{"", "Wie geht es Lisa?", "Wir sehen uns am 03.10.2026 um 18:00", "Das kostet 1.000.000 Euro", "PLZ 01067 Dresden", "@", "a@b"} {
		if l, ok := Typed(s, "DE"); ok {
			t.Errorf("%q became %+v", s, l)
		}
	}
}

func sameLead(a, b Lead) bool {
	return a.Name == b.Name && a.Telegram == b.Telegram && a.Note == b.Note &&
		len(a.Phones) == len(b.Phones) && len(a.Emails) == len(b.Emails) &&
		(len(a.Phones) == 0 || a.Phones[0] == b.Phones[0]) && (len(a.Emails) == 0 || a.Emails[0] == b.Emails[0])
}
