package intake

import (
	"strings"
	"testing"
)

func TestCardsOfEveryVersionAreRead(t *testing.T) {
	tests := []struct {
		name, body string
		want       Lead
	}{
		{"folded", "FN:Lisa Mei\n er\nTEL:0170 1234567", Lead{Name: "Lisa Meier", Phones: []string{"+491701234567"}}},
		{"name parts only", "N:Meier;Lisa;Eva;Dr.;\nTEL:0170 1234567", Lead{Name: "Lisa Eva Meier", Phones: []string{"+491701234567"}}},
		{"organisation only", "ORG:Muster GmbH;Vertrieb\nTEL:0170 1234567", Lead{Name: "Muster GmbH", Phones: []string{"+491701234567"}}},
		{"group and uri", "FN:Lisa\nitem1.TEL;VALUE=uri;TYPE=\"cell,voice\":tel:+49-170-1234567;ext=5", Lead{Name: "Lisa", Phones: []string{"+491701234567"}}},
		{"bare types", "N:;Lisa\nTEL;CELL;PREF:0170 1234567", Lead{Name: "Lisa", Phones: []string{"+491701234567"}}},
		{"WhatsApp id", "FN:Lisa\nTEL;type=CELL;waid=491701234567:+49 170 1234567", Lead{Name: "Lisa", Phones: []string{"+491701234567"}}},
		{"quoted-printable Latin-1", "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=\n=FCrgen", Lead{Name: "Jürgen Müller"}},
		{"bare quoted-printable", "FN;QUOTED-PRINTABLE:J=C3=BCrgen", Lead{Name: "Jürgen"}},
		{"soft break and note", "FN:Lisa\nNOTE;ENCODING=QUOTED-PRINTABLE:eins=0D=0A=\nzwei", Lead{Name: "Lisa", Note: "eins\nzwei"}},
		{"messenger", "FN:Lisa\nIMPP;X-SERVICE-TYPE=Telegram:telegram:lisa_m", Lead{Name: "Lisa", Telegram: "lisa_m"}},
		{"profile user", "FN:Lisa\nX-SOCIALPROFILE;type=telegram;x-user=lisa_m:x-apple:", Lead{Name: "Lisa", Telegram: "lisa_m"}},
		{"other messenger", "FN:Lisa\nIMPP;X-SERVICE-TYPE=Skype:skype:lisa_m", Lead{Name: "Lisa"}},
		{"fax", "FN:Lisa\nTEL;TYPE=HOME,FAX:030 123456", Lead{Name: "Lisa"}},
		{"picture in the middle", "FN:Lisa\nPHOTO;ENCODING=b;TYPE=JPEG:" + strings.Repeat("AAAA\n ", 50) + "\nEMAIL:L@example.org", Lead{Name: "Lisa", Emails: []string{"l@example.org"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustRead(t, "k.vcf", "BEGIN:VCARD\nVERSION:3.0\n"+tt.body+"\nEND:VCARD\n", Options{})
			if len(r.Leads) != 1 || !sameLead(r.Leads[0], tt.want) || len(r.Skipped) != 0 {
				t.Errorf("got %+v %+v", r.Leads, r.Skipped)
			}
		})
	}
}

func TestBrokenCardsDoNotHideTheOthers(t *testing.T) {
	text := "END:VCARD\n\nBEGIN:VCARD\nFN:Kaputt\nBEGIN:VCARD\nFN:Lisa\nTEL:12\nEND:VCARD\nBEGIN:VCARD\nFN:Abgeschnitten\nTEL:017"
	r := mustRead(t, "k.vcf", text, Options{})
	want := []Skip{{1, ReasonBrokenCard, 1}, {3, ReasonBrokenCard, 1}, {5, ReasonBadPhone, 1}, {9, ReasonBrokenCard, 1}}
	if len(r.Leads) != 1 || len(r.Skipped) != len(want) {
		t.Fatalf("got %+v %+v", r.Leads, r.Skipped)
	}
	for i, s := range r.Skipped {
		if s != want[i] {
			t.Errorf("got %+v, want %+v", s, want[i])
		}
	}
}
