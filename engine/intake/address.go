package intake

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

var (
	spoiled   = regexp.MustCompile(`^\+?\d+[.,]?\d*[eE]\+?\d{1,2}$`)
	dialled   = regexp.MustCompile(`[+＋]?[(\[]?\d[\d\s\x{a0}\x{202f}()\[\]/.\-‐-―]*\d`)
	extension = regexp.MustCompile(`(?i)\s*(?:;ext=|;phone-context=|\bext\.?|\bdurchwahl|\bdw\b|\bapp\.|\bx\d).*$`)
	mail      = regexp.MustCompile(`^[\p{L}\p{N}!#$%&'*+/=?^_{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}$`)
	handle    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)
	handleURL = regexp.MustCompile(`(?i)^(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)/@?([A-Za-z][A-Za-z0-9_]{3,31})/?(?:\?.*)?$|^tg://resolve\?domain=([A-Za-z][A-Za-z0-9_]{3,31})`)
)

// phoneNumber returns the number in E.164, or "" when nobody can dial it.
func phoneNumber(s, country string) string {
	s = extension.ReplaceAllString(strings.TrimSpace(s), "")
	s = dialled.FindString(s)
	plus := strings.HasPrefix(s, "+") || strings.HasPrefix(s, "＋")
	if !strings.Contains(s, "+39") {
		s = strings.NewReplacer("(0)", "", "[0]", "").Replace(s)
	}
	d := digits(s)
	if !plus && strings.HasPrefix(d, "00") {
		plus, d = true, d[2:]
	}
	if len(d) < 5 || len(d) > 15 || strings.Trim(d, d[:1]) == "" {
		return ""
	}
	if plus {
		return international(d)
	}
	return national(d, country)
}

// international also takes numbers of a plausible length that the numbering
// plan at hand does not list: whoever wrote a country code meant one.
func international(d string) string {
	n, err := phonenumbers.Parse("+"+d, "")
	if err != nil {
		return ""
	}
	if phonenumbers.IsValidNumber(n) || (len(d) >= 11 && phonenumbers.IsPossibleNumber(n)) {
		return phonenumbers.Format(n, phonenumbers.E164)
	}
	return ""
}

func national(d, country string) string {
	if country == "" {
		country = "DE"
	}
	country = strings.ToUpper(country)
	if mobileWithoutPlus(d, country) {
		return "+" + d
	}
	n, err := phonenumbers.Parse(d, country)
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return ""
	}
	return phonenumbers.Format(n, phonenumbers.E164)
}

// Country is where the first of the numbers in E.164 lies whose country is known, as ISO 3166-1 alpha-2, or "".
func Country(numbers []string) string {
	for _, number := range numbers {
		n, err := phonenumbers.Parse(number, "")
		if err != nil {
			continue
		}
		if country := phonenumbers.GetRegionCodeForNumber(n); len(country) == 2 && country != "ZZ" {
			return country
		}
	}
	return ""
}

// mobileWithoutPlus recognises 491701234567, as tables and links write it, for
// the countries our users live in.
func mobileWithoutPlus(d, country string) bool {
	if d[0] == '0' || len(d) < 11 {
		return false
	}
	n, err := phonenumbers.Parse("+"+d, "")
	if err != nil || phonenumbers.GetNumberType(n) != phonenumbers.MOBILE {
		return false
	}
	switch phonenumbers.GetRegionCodeForNumber(n) {
	case "DE", "AT", "CH", "LI", country:
		return true
	}
	return false
}

// emailAddress returns the address in lower case, or "" when its syntax is
// wrong. "Lisa <lisa@example.org>" and mailto: links count.
func emailAddress(s string) string {
	s = strings.TrimSpace(s)
	if i, j := strings.LastIndexByte(s, '<'), strings.LastIndexByte(s, '>'); i >= 0 && j > i {
		s = s[i+1 : j]
	}
	const around = " \t\u00a0\"',;"
	s = strings.ToLower(strings.TrimRight(strings.TrimLeft(s, around), around+"."))
	s = strings.TrimPrefix(s, "mailto:")
	if len(s) > 254 || !mail.MatchString(s) {
		return ""
	}
	return s
}

// telegramName returns the user name without @, or "" when s is none.
func telegramName(s string) string {
	s = strings.TrimSpace(s)
	if m := handleURL.FindStringSubmatch(s); m != nil {
		return m[1] + m[2]
	}
	for _, p := range []string{"telegram:", "x-apple:"} {
		if len(s) > len(p) && strings.EqualFold(s[:len(p)], p) {
			s = s[len(p):]
		}
	}
	s = strings.TrimPrefix(strings.TrimSpace(s), "@")
	if handle.MatchString(s) {
		return s
	}
	return ""
}

func digits(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}
