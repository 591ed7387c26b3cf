package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const shortChat = "27.09.26, 18:02 - Jürgen: Grüße\n27.09.26, 18:03 - Max: Hallo\n"

func archive(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestChatIsFoundInItsArchive(t *testing.T) {
	tests := map[string]string{
		"iPhone":         archive(t, "_chat.txt", shortChat, "0001-PHOTO.jpg", "\xff\xd8\xff"),
		"Android":        archive(t, "WhatsApp Chat mit Jürgen.txt", shortChat),
		"nested":         archive(t, "x/", "", "x/_chat.txt", shortChat),
		"Mac leftovers":  archive(t, "__MACOSX/._chat.txt", "\x00\x05", "._chat.txt", shortChat+"x", "_chat.txt", shortChat),
		"other text":     archive(t, "notiz.txt", "nur Text", "_chat.txt", shortChat),
		"path traversal": archive(t, "../../etc/_chat.txt", shortChat),
	}
	for name, raw := range tests {
		t.Run(name, func(t *testing.T) {
			r := mustRead(t, "WhatsApp Chat - Jürgen.zip", raw, Options{})
			if len(r.Touches) != 2 || r.Me != "Max" || r.Touches[1].Text != "Hallo" {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestEveryEncodingGivesTheSameText(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String(shortChat)
	if err != nil {
		t.Fatal(err)
	}
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(shortChat)
	if err != nil {
		t.Fatal(err)
	}
	big, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(shortChat)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string]string{"UTF-8": shortChat, "BOM": "\ufeff" + shortChat, "1252": latin, "UTF-16LE": little, "UTF-16BE": big} {
		if r := mustRead(t, "c.txt", raw, Options{}); r.Touches[0].From != "Jürgen" || r.Touches[0].Text != "Grüße" {
			t.Errorf("%s: got %+v", name, r.Touches[0])
		}
	}
	damaged := strings.Replace(shortChat, "Hallo", "Hall\xf0", 1)
	if r := mustRead(t, "c.txt", damaged, Options{}); r.Touches[0].From != "Jürgen" || r.Touches[1].Text != "Hall\ufffd" {
		t.Errorf("damaged: got %+v", r.Touches)
	}
}

func TestWrongFilesAreNamed(t *testing.T) {
	tests := []struct {
		name, file, raw string
		want            error
	}{
		{"nothing", "a.csv", "", ErrEmpty},
		{"only space", "a.txt", "\ufeff \r\n", ErrEmpty},
		{"picture", "a.csv", "\xff\xd8\xff\xe0\x00\x10JFIF\x00", ErrUnknownFormat},
		{"PDF", "a.txt", "%PDF-1.7\nabc", ErrUnknownFormat},
		{"page", "a.csv", "<!DOCTYPE html><html>a,b</html>", ErrUnknownFormat},
		{"JSON", "a.csv", `{"email":"a@example.org"}`, ErrUnknownFormat},
		{"prose", "a.txt", "Liebe Lisa, wie geht es dir?\nBis bald, Max\n", ErrUnknownFormat},
		{"random", "a.csv", "\x01\x02\x90\x03\x04\x05\x06\x07\x0e\x0f", ErrUnknownFormat},
		{"empty card file", "a.vcf", "Lisa", ErrUnknownFormat},
		{"old Excel", "a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ErrSpreadsheet},
		{"Excel", "a.xlsx", archive(t, "xl/workbook.xml", "<x/>"), ErrSpreadsheet},
		{"archive of pictures", "a.zip", archive(t, "a.jpg", "x"), ErrNoChat},
		{"damaged archive", "a.zip", "PK\x03\x04abc", ErrBadArchive},
		{"bomb", "a.zip", archive(t, "_chat.txt", strings.Repeat("a", maxText+1)), ErrTooLarge},
		{"only a header", "a.csv", "Name;Telefon\n", ErrNothingFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := readString(t, tt.file, tt.raw, Options{})
			if !errors.Is(err, tt.want) || r.Leads == nil || r.Touches == nil || r.Skipped == nil {
				t.Errorf("got %v, want %v; %+v", err, tt.want, r)
			}
			var known Error
			if !errors.As(err, &known) || known.Key() == "" || known.Error() == "" {
				t.Errorf("%v has no key", err)
			}
		})
	}
}
