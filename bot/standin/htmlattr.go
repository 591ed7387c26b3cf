package standin

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (p *htmlParser) attributes(tag string, begin int) (map[string]string, error) {
	attrs := map[string]string{}
	for {
		p.spaces()
		if p.at < len(p.src) && p.src[p.at] == '>' {
			p.at++
			return attrs, nil
		}
		name := strings.ToLower(p.until(" \t\r\n=>"))
		if p.at == len(p.src) {
			return nil, unparsable("Unclosed start tag at byte offset %d", begin)
		}
		if name == "" {
			return nil, unparsable("Empty attribute name in the tag \"%s\" at byte offset %d", tag, begin)
		}
		value, err := p.attributeValue(begin)
		if err != nil {
			return nil, err
		}
		attrs[name] = value
	}
}

func (p *htmlParser) attributeValue(begin int) (string, error) {
	p.spaces()
	if p.at == len(p.src) || p.src[p.at] != '=' {
		return "", nil
	}
	p.at++
	p.spaces()
	if p.at == len(p.src) {
		return "", unparsable("Unclosed start tag at byte offset %d", begin)
	}
	quote := p.src[p.at]
	if quote != '"' && quote != '\'' {
		return p.until(" \t\r\n>"), nil
	}
	p.at++
	value := p.until(string(quote))
	if p.at == len(p.src) {
		return "", unparsable("Unclosed start tag at byte offset %d", begin)
	}
	p.at++
	return unescaped(value), nil
}

func unescaped(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '&' {
			r, size = reference(s[i:])
		}
		out.WriteRune(r)
		i += size
	}
	return out.String()
}

// reference decodes the character reference s begins with. Only four names are
// known; anything else stays an ampersand.
func reference(s string) (rune, int) {
	end := strings.IndexByte(s, ';')
	if end < 2 || end > 10 {
		return '&', 1
	}
	switch s[1:end] {
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "amp":
		return '&', end + 1
	case "quot":
		return '"', end + 1
	}
	digits, isNumber := strings.CutPrefix(s[1:end], "#")
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if !isNumber || err != nil || code == 0 || !utf8.ValidRune(rune(code)) {
		return '&', 1
	}
	return rune(code), end + 1
}

func (p *htmlParser) until(stops string) string {
	rest := p.src[p.at:]
	if i := strings.IndexAny(rest, stops); i >= 0 {
		rest = rest[:i]
	}
	p.at += len(rest)
	return rest
}

func (p *htmlParser) spaces() {
	p.at += len(p.src[p.at:]) - len(strings.TrimLeftFunc(p.src[p.at:], unicode.IsSpace))
}
