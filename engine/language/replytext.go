package language

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A reply is read from both ends: what counts stands there, and the cost of a hostile one stays bounded.
const (
	replyHead = 1200 // bytes
	replyTail = 600
)

// spoken is a word or a sign of a reply with what it is about.
type spoken struct {
	text   string // doubled letters taken for one
	fams   families
	clause int
	word   bool
}

// said is a reply ready for the rules.
type said struct {
	words   []spoken
	clauses []families // what is in each clause
	all     families
	count   int // of words
	times   []timeRun
}

// listen reads a reply: cleans it, splits it into words and clauses and finds what they are about.
func (w *replyWords) listen(text string, now time.Time) *said {
	toks := spelled(tokens(cleaned(text)))
	toks = w.split(toks)
	s := &said{words: make([]spoken, 0, len(toks))}
	places := make([]int, len(toks)) // of each token among the words, -1: none
	clause, hidden := 0, 0
	for i, t := range toks {
		places[i] = -1
		if ends, kept := breaks(toks, i); ends && !kept {
			clause++
			continue
		}
		sp := spoken{text: squash(t.text), clause: clause, word: t.word || t.number}
		hidden = w.mean(&sp, toks[i:], hidden-1)
		if sp.fams.has(w.ids["BUT"]) {
			clause++
			sp.clause = clause
		}
		places[i] = len(s.words)
		s.words = append(s.words, sp)
		if ends, _ := breaks(toks, i); ends {
			clause++
		}
	}
	s.times = findTimes(toks, now)
	s.markTimes(places)
	s.sum(clause)
	w.derive(s)
	return s
}

// mean fills in what the first of toks is about; hidden counts the words that a phrase has hidden.
func (w *replyWords) mean(sp *spoken, toks []token, hidden int) int {
	t := toks[0]
	if t.number {
		sp.fams.add(famNumber)
		if found := w.exact[t.text]; found != nil {
			sp.fams.addAll(found)
		}
		return hidden
	}
	if t.word {
		sp.fams.add(famWord)
	}
	if hidden > 0 {
		return hidden
	}
	for _, p := range w.phrases[squash(t.text)] {
		if !p.begins(toks) {
			continue
		}
		sp.fams.addAll(&p.fams)
		if p.hides {
			return len(p.words)
		}
	}
	if found := w.of(t.text); found != nil {
		sp.fams.addAll(found)
	} else if t.word {
		sp.fams.add(famStrange)
	}
	return 0
}

func (p *replyPhrase) begins(toks []token) bool {
	if len(p.words) > len(toks) {
		return false
	}
	for i, word := range p.words {
		said := squash(toks[i].text)
		if said != word && (!p.open || i < len(p.words)-1 || !strings.HasPrefix(said, word)) {
			return false
		}
	}
	return true
}

// split takes words apart that nobody knows as one.
func (w *replyWords) split(toks []token) []token {
	out := make([]token, 0, len(toks)+2)
	for _, t := range toks {
		if t.word && len(t.text) >= 6 && w.of(t.text) == nil && timeWords().phrases[t.text] == nil {
			if first, second, ok := w.halves(t.text); ok {
				out = append(out, token{text: first, word: true}, token{text: second, word: true})
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

// breaks tells whether a clause ends with the i-th token, and whether the token means something itself.
func breaks(toks []token, i int) (ends, kept bool) {
	switch t := toks[i].text; t {
	case "?", "!", "…":
		return true, true
	case ".", ",", ":":
		return i == 0 || !toks[i-1].number, false
	case ";", "(", ")", "–", "-", "—", "/", "\"", "„", "“", "|", "*", "_":
		return !toks[i].glued || t == ";", false
	}
	return false, false
}

// sum collects what clauses and the whole are about.
func (s *said) sum(last int) {
	s.clauses = make([]families, last+1)
	for i := range s.words {
		sp := &s.words[i]
		s.clauses[sp.clause].addAll(&sp.fams)
		s.all.addAll(&sp.fams)
		if sp.word {
			s.count++
		}
	}
}

// cleaned takes away what is not to be seen, brings letters of other shapes to the usual one, and cuts the middle of
// what is too long.
func cleaned(text string) string {
	if len(text) > replyHead+replyTail {
		head, tail := text[:replyHead], text[len(text)-replyTail:]
		text = strings.ToValidUTF8(head, "") + " . " + strings.ToValidUTF8(tail, "")
	}
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r':
			return ';'
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
	return letters(norm.NFKC.String(plain))
}

// letters reads digits that stand for letters inside a word: "st0p".
func letters(text string) string {
	out := []byte(text)
	for i := 1; i < len(out)-1; i++ {
		if at := strings.IndexByte("013", out[i]); at >= 0 && letter(out[i-1]) && letter(out[i+1]) {
			out[i] = "oie"[at]
		}
	}
	return string(out)
}

func letter(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }

// spelled joins letters that stand apart: "s t o p", "S.T.O.P".
func spelled(toks []token) []token {
	out := toks[:0:0]
	for i := 0; i < len(toks); {
		word, next := "", i
		for j := i; j < len(toks) && toks[j].word && len(toks[j].text) == 1; {
			word += toks[j].text
			next = j + 1
			j++
			if j < len(toks) && strings.Contains(".-*_", toks[j].text) {
				j++
			}
		}
		if len(word) >= 3 {
			out = append(out, token{text: word, word: true})
			i = next
			continue
		}
		out = append(out, toks[i])
		i++
	}
	return out
}
