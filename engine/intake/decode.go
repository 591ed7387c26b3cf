package intake

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode returns the text as UTF-8 without byte order mark. Text without a mark
// is UTF-8 if most of it is, else Windows-1252, which is what Excel and old
// phones write in German.
func decode(raw []byte) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		return strings.ToValidUTF8(string(raw[3:]), "\uFFFD"), nil
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")), bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw)
		return string(out), err
	case binary(raw):
		return "", ErrUnknownFormat
	case utf8.Valid(raw):
		return string(raw), nil
	case mostlyUTF8(raw):
		return strings.ToValidUTF8(string(raw), "\uFFFD"), nil
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	return string(out), err
}

// binary reports whether the beginning holds bytes that no text has.
func binary(raw []byte) bool {
	odd := 0
	for _, b := range raw[:min(len(raw), 8<<10)] {
		if b == 0 {
			return true
		}
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' {
			odd++
		}
	}
	return odd > min(len(raw), 8<<10)/50
}

// mostlyUTF8 tells a UTF-8 file with a damaged character from one in a
// one-byte encoding.
func mostlyUTF8(raw []byte) bool {
	good, bad := 0, 0
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		raw = raw[n:]
	}
	return good > bad
}
