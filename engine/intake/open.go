package intake

import (
	"io"
	"path"
	"strings"
)

// maxText bounds the text of one file, unpacked; a chat of 50,000 lines has
// about 5 MB.
const maxText = 60 << 20

// file is a text whose format is known.
type file struct {
	name   string
	format Format
	text   string
}

func open(name string, content io.ReaderAt, size int64) (file, error) {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if size <= 0 {
		return file{}, ErrEmpty
	}
	head := make([]byte, min(size, 8))
	if _, err := content.ReadAt(head, 0); err != nil && err != io.EOF {
		return file{}, err
	}
	switch {
	case strings.HasPrefix(string(head), "PK\x03\x04"), strings.HasPrefix(string(head), "PK\x05\x06"):
		return openArchive(name, content, size)
	case strings.HasPrefix(string(head), "\xD0\xCF\x11\xE0"):
		return file{}, ErrSpreadsheet
	}
	raw, err := readText(io.NewSectionReader(content, 0, size), size)
	if err != nil {
		return file{}, err
	}
	text, err := decode(raw)
	if err != nil {
		return file{}, err
	}
	format, err := recognise(name, text)
	return file{name, format, text}, err
}

// readText reads at most maxText bytes; size is only a hint, because an
// archive may lie about it.
func readText(r io.Reader, size int64) ([]byte, error) {
	if size > maxText {
		return nil, ErrTooLarge
	}
	var b strings.Builder
	b.Grow(int(size))
	n, err := io.Copy(&b, io.LimitReader(r, maxText+1))
	if err != nil {
		return nil, err
	}
	if n > maxText {
		return nil, ErrTooLarge
	}
	return []byte(b.String()), nil
}

// recognise decides by content first: names of files are often wrong.
func recognise(name, text string) (Format, error) {
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 64<<10)]))
	ext := strings.ToLower(path.Ext(name))
	switch {
	case head == "":
		return "", ErrEmpty
	case foreign(head):
		return "", ErrUnknownFormat
	case strings.HasPrefix(head, "begin:vcard"), strings.Contains(head, "\nbegin:vcard"):
		return FormatVCard, nil
	case ext == ".vcf" || ext == ".vcard":
		return "", ErrUnknownFormat
	case ext != ".csv" && ext != ".tsv" && hasChat(text):
		return FormatWhatsApp, nil
	case isTable(text):
		return FormatCSV, nil
	case hasChat(text):
		return FormatWhatsApp, nil
	default:
		return "", ErrUnknownFormat
	}
}

func foreign(head string) bool {
	for _, start := range []string{"%pdf", "<!doctype", "<html", "<?xml", "{", `["`, "[{", "gif8", "{\\rtf"} {
		if strings.HasPrefix(head, start) {
			return true
		}
	}
	return false
}
