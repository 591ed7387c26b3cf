package language

import (
	"strings"
	"time"
	"unicode/utf8"
)

// silent are the marks that carry no meaning.
const silent = ".,!?;:\"()*"

// parser walks over the symbols of one phrase and collects what they say.
// A rule that does not fit leaves no trace; its symbols are read by the next.
type parser struct {
	words *vocabulary
	syms  []symbol
	at    int
	today time.Time // see civil
	r     reading
}

// read reports whether every symbol found its place and none contradicts
// another.
func (p *parser) read() bool {
	for p.at < len(p.syms) {
		if !p.step() {
			return false
		}
	}
	return !p.r.clash && !p.r.empty()
}

func (p *parser) step() bool {
	rules := [...]func(*parser) bool{
		(*parser).span, (*parser).nthWeekday, (*parser).thisNight, (*parser).isoDate, (*parser).dateRange, (*parser).numericDate, (*parser).aroundFeast,
		(*parser).besideDate, (*parser).dayAndMonth, (*parser).monthAndDay, (*parser).dayOfMonth,
		(*parser).aroundWeekend, (*parser).wholeYear, (*parser).nextWorkday,
		(*parser).period, (*parser).clock, (*parser).weekdayName, (*parser).relativeDay,
		(*parser).partOfDay, (*parser).sunday,
	}
	start := p.at
	for _, rule := range rules {
		if rule(p) {
			return true
		}
		p.at = start
	}
	return p.skip()
}

// skip passes over what carries no meaning where it stands.
func (p *parser) skip() bool {
	s := p.peek(0)
	switch s.kind {
	case filler, in, until:
		p.at++
		return true
	case about: // "morgen um" was cut off
		p.at++
		return p.at < len(p.syms)
	case mark:
		p.at++
		if dash := s.text == "-" || s.text == "–"; dash && p.r.date != nil {
			return true // "15.12. - 18:30"
		}
		return strings.Contains(silent, s.text) || s.text[0] >= utf8.RuneSelf // an emoji
	}
	return false
}

// peek gives the symbol n places ahead, or one of kind none.
func (p *parser) peek(n int) symbol {
	if i := p.at + n; i >= 0 && i < len(p.syms) {
		return p.syms[i]
	}
	return symbol{}
}

// accept takes the next symbol if it is of kind k.
func (p *parser) accept(k kind) (symbol, bool) {
	s := p.peek(0)
	if s.kind != k {
		return symbol{}, false
	}
	p.at++
	return s, true
}

// acceptMark takes the next symbol if it is that mark.
func (p *parser) acceptMark(text string) bool {
	if s := p.peek(0); s.kind == mark && s.text == text {
		p.at++
		return true
	}
	return false
}

// acceptNumber takes digits between low and high.
func (p *parser) acceptNumber(low, high int) (int, bool) {
	if s := p.peek(0); s.kind == number && low <= s.value && s.value <= high {
		p.at++
		return s.value, true
	}
	return 0, false
}

func (p *parser) skipFillers() {
	for p.peek(0).kind == filler {
		p.at++
	}
}

// lone tells whether the phrase holds one word that counts.
func (p *parser) lone() bool {
	count := 0
	for _, s := range p.syms {
		if s.kind != mark && (s.kind != filler || s.text == "so") {
			count++
		}
	}
	return count == 1
}

// previousIs tells whether the symbol just read was one of these words.
func (p *parser) previousIs(texts ...string) bool {
	s := p.peek(-1)
	for _, t := range texts {
		if s.text == t {
			return true
		}
	}
	return false
}
