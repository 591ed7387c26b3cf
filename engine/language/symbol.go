package language

// kind says which part a symbol plays in a time phrase. Its names are the
// keys of time.de.yaml.
type kind uint8

const (
	none     kind = iota // past the end
	unknown              // a word that is not about time
	number               // digits; value is the number
	mark                 // punctuation
	filler               // says nothing about time
	day                  // value: days from today
	weekday              // value: time.Weekday
	month                // value: time.Month
	part                 // part of the day; value: index into parts
	quantity             // a number in words
	halves               // one and a half and so on; value in halves
	half                 // 1 halb, 2 half (only in "half past")
	quarters             // viertel 1, dreiviertel 3
	ordinal              // value: day of month
	suffix               // the th of 24th
	minutes              // unit; value in minutes
	days                 // unit; value in days
	months               // unit; value in months
	which                // 0 this, 1 coming, 2 next, 3 the one after next
	edge                 // 1 beginning, 2 middle, 3 end
	in                   // opens a span of time
	about                // opens a time of day
	after                // nach
	before               // vor
	and                  // joins
	between              // opens a range
	until                // continues a range
	oclock               // Uhr, h
	meridiem             // pm
	midnight             // a time of day of its own
	weekend              // Saturday and Sunday
	feast                // value: index into feasts, allFeasts or nextFeast
	workdays             // unit; days on which offices are open
	thisyear             // heuer
	or                   // oder
	weekno               // KW
	quarter              // the Q of Q1
	hence                // spoken after a span: "2 Tage später"
	unclear              // about time, but no moment
)

// kindNames are the names of the kinds that time.de.yaml fills.
func kindNames() map[string]kind {
	return map[string]kind{
		"filler": filler, "day": day, "weekday": weekday, "month": month,
		"quantity": quantity, "halves": halves, "half": half, "quarters": quarters,
		"suffix": suffix, "minutes": minutes, "days": days, "months": months,
		"which": which, "edge": edge, "in": in, "about": about, "after": after,
		"before": before, "and": and, "between": between, "until": until,
		"oclock": oclock, "meridiem": meridiem, "midnight": midnight,
		"weekend": weekend, "weekno": weekno, "quarter": quarter,
		"hence": hence, "unclear": unclear, "workdays": workdays, "thisyear": thisyear, "or": or,
	}
}

// symbol is a token, or several, with its part in a time phrase.
type symbol struct {
	kind  kind
	value int
	text  string
	glued bool
	first int // index of its first token
	last  int // index of its last token
}

// symbols reads tokens by the vocabulary. With forgiving set, an unknown word
// that is one typo away from a known one is taken for it.
func (v *vocabulary) symbols(toks []token, forgiving bool) []symbol {
	out := make([]symbol, 0, len(toks)+4)
	for i := 0; i < len(toks); {
		n := len(out)
		out = v.appendSymbols(out, toks[i:], forgiving)
		used := 0
		for j := n; j < len(out); j++ {
			used = max(used, out[j].last+1)
			out[j].first, out[j].last = i, i+out[j].last
			out[j].glued = toks[i].glued && j == n
			if out[j].glued && n > 0 && out[n-1].kind == number && out[j].kind == quantity {
				out[j].kind = suffix // the ten of "am 15ten"
			}
		}
		i += used
	}
	return out
}

// appendSymbols reads what toks begin with; last is relative to toks.
func (v *vocabulary) appendSymbols(out []symbol, toks []token, forgiving bool) []symbol {
	t := toks[0]
	switch {
	case t.number:
		return append(out, symbol{kind: number, value: digits(t.text), text: t.text})
	case !t.word:
		return append(out, symbol{kind: mark, text: t.text})
	}
	if found, ok := v.longestPhrase(toks); ok {
		return append(out, found...)
	}
	if forgiving {
		if right, ok := v.corrected(t.text); ok {
			return append(out, v.alone(right)...)
		}
	}
	return append(out, symbol{kind: unknown, text: t.text})
}

func (v *vocabulary) longestPhrase(toks []token) ([]symbol, bool) {
	for _, p := range v.phrases[toks[0].text] {
		if startsWith(toks, p.words) {
			return p.symbols, true
		}
	}
	return nil, false
}

func startsWith(toks []token, words []string) bool {
	if len(words) > len(toks) {
		return false
	}
	for i, w := range words {
		if toks[i].text != w {
			return false
		}
	}
	return true
}

// shortestTypo is the length below which a typo is not corrected: too many
// short words lie one letter apart.
const shortestTypo = 5

// shortestGap is the same for a word that lacks a letter ("wohe").
const shortestGap = 4

// corrected finds the one known word that a typo may have been meant for. The
// first letter must be right: it nearly always is, and without it "Sorgen"
// would be tomorrow.
func (v *vocabulary) corrected(word string) (string, bool) {
	found := ""
	if len(word) < shortestGap || v.right[word] {
		return "", false
	}
	for _, known := range v.single[word[0]] {
		if len(word) < shortestTypo && len(known) <= len(word) || !oneEdit(word, known) {
			continue
		}
		if found != "" && !v.same(found, known) {
			return "", false
		}
		found = known
	}
	return found, found != ""
}

// alone gives the meaning of a known word that stands by itself.
func (v *vocabulary) alone(word string) []symbol {
	list := v.phrases[word]
	return list[len(list)-1].symbols
}

func (v *vocabulary) same(a, b string) bool {
	x, y := v.alone(a), v.alone(b)
	return len(x) == 1 && len(y) == 1 && x[0].kind == y[0].kind && x[0].value == y[0].value
}

// digits reads a number of up to six digits; longer ones are no part of any
// time and come back as -1.
func digits(s string) int {
	if len(s) > 6 {
		return -1
	}
	n := 0
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}
