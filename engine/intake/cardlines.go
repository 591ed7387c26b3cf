package intake

import (
	"io"
	"mime/quotedprintable"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// cardCutter cuts a file into cards and their properties into lines that a
// parser of vCard 3 and 4 understands: unfolded, without quoted-printable and
// without pictures.
type cardCutter struct {
	whole  func(line int, lines []string)
	broken func(line int)

	begin   int // line of BEGIN; 0 outside of cards
	lines   []string
	junk    bool   // a stray line was already reported
	kept    string // the property so far
	inProp  bool
	encoded bool // the property is quoted-printable
	quoted  bool // and goes on in the next line
}

// wanted are the properties that say who a person is. All others (pictures,
// keys, sounds) are dropped line by line, so their size does not matter.
var wanted = map[string]bool{
	"FN": true, "N": true, "ORG": true, "NICKNAME": true, "TEL": true, "EMAIL": true, "NOTE": true, "URL": true,
	"IMPP": true, "X-SOCIALPROFILE": true, "SOCIALPROFILE": true, "X-TELEGRAM": true,
}

// maxProperty bounds one property; longer ones are no name or address.
const maxProperty = 64 << 10

func (c *cardCutter) cut(text string) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		c.take(n, strings.TrimRight(line, "\r\n"))
	}
	if c.begin > 0 {
		c.broken(c.begin)
	}
}

func (c *cardCutter) take(n int, line string) {
	plain := strings.ToUpper(strings.TrimSpace(line))
	plain = strings.ReplaceAll(plain, " ", "")
	switch {
	case plain == "BEGIN:VCARD":
		if c.begin > 0 {
			c.broken(c.begin)
		}
		*c = cardCutter{whole: c.whole, broken: c.broken, begin: n}
	case c.begin == 0:
		if plain != "" && !c.junk {
			c.junk = true
			c.broken(n)
		}
	case plain == "END:VCARD":
		c.flush()
		c.whole(c.begin, c.lines)
		*c = cardCutter{whole: c.whole, broken: c.broken}
	case c.quoted:
		c.append(line)
	case line != "" && (line[0] == ' ' || line[0] == '\t'):
		c.append(line[1:])
	default:
		c.flush()
		c.start(line)
	}
}

func (c *cardCutter) start(line string) {
	name, _, found := strings.Cut(line, ":")
	if !found {
		return
	}
	name, params, _ := strings.Cut(name, ";")
	name = name[strings.LastIndexByte(name, '.')+1:]
	c.inProp = wanted[strings.ToUpper(strings.TrimSpace(name))]
	// A picture in quoted-printable has to be followed to its end as well.
	c.encoded = isQuoted(params)
	c.append(line)
}

// append adds a physical line to the property; an equals sign at its end says
// that quoted-printable goes on in the next one.
func (c *cardCutter) append(part string) {
	if c.encoded {
		part, c.quoted = strings.CutSuffix(part, "=")
	}
	if c.inProp && len(c.kept)+len(part) <= maxProperty {
		c.kept += part
	}
}

func (c *cardCutter) flush() {
	if c.inProp && c.kept != "" {
		c.lines = append(c.lines, modernLine(c.kept))
	}
	c.kept = ""
	c.inProp, c.encoded, c.quoted = false, false, false
}

func isQuoted(params string) bool {
	return strings.Contains(strings.ToUpper(params), "QUOTED-PRINTABLE")
}

// modernLine rewrites a property of vCard 2.1: bare parameters get a name, the
// value is decoded to UTF-8 and its line breaks escaped.
func modernLine(line string) string {
	head, value := splitProperty(line)
	parts := strings.Split(head, ";")
	charset, quoted := "", false
	out := []string{parts[0]}
	for _, p := range parts[1:] {
		key, val, named := strings.Cut(p, "=")
		switch key = strings.ToUpper(strings.TrimSpace(key)); {
		case key == "CHARSET":
			charset = strings.Trim(val, `" `)
		case key == "QUOTED-PRINTABLE", key == "ENCODING" && strings.EqualFold(val, "QUOTED-PRINTABLE"):
			quoted = true
		case !named && key != "":
			out = append(out, "TYPE="+key)
		case key != "":
			out = append(out, p)
		}
	}
	if quoted {
		value = escapeBreaks(unquote(value, charset))
	}
	return strings.Join(out, ";") + ":" + value
}

// splitProperty cuts at the first colon outside of quotes.
func splitProperty(line string) (head, value string) {
	inQuotes := false
	for i, r := range line {
		switch {
		case r == '"':
			inQuotes = !inQuotes
		case r == ':' && !inQuotes:
			return line[:i], line[i+1:]
		}
	}
	head, value, _ = strings.Cut(line, ":")
	return head, value
}

// unquote decodes as much as is well-formed; a damaged value stays as it is.
func unquote(value, charset string) string {
	raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value)))
	if err != nil {
		return value
	}
	if enc, err := htmlindex.Get(first(charset, "utf-8")); err == nil {
		if out, err := enc.NewDecoder().Bytes(raw); err == nil {
			return string(out)
		}
	}
	return strings.ToValidUTF8(string(raw), "\uFFFD")
}

func escapeBreaks(s string) string {
	return strings.NewReplacer("\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}
