package language

// fewestWords is how many words of a message are taken by themselves: "Stopp!" opens many a friendly one.
const fewestWords = 3

// stopWithin looks for a part of a reply that by itself is a stop without doubt, and no question: nothing that stands
// beside it takes that back. What is limited to a time or a channel is left to the whole.
func (w *replyWords) stopWithin(s *said, whole Reply) Reply {
	for from := 0; from < len(s.words); {
		until := w.partEnd(s, from)
		if until-from >= fewestWords && (from > 0 || until < len(s.words)) {
			if r, ok := w.stopsAlone(s.part(from, until)); ok {
				r.Hard = whole.Intent != MeansLater && whole.Intent != MeansChannelLimit
				return r
			}
		}
		from = until
	}
	return whole
}

// partEnd gives where the part ends that begins at a place: with its clause, or before a word that joins another; who is
// taken off one list to be put on another wants no stop.
func (w *replyWords) partEnd(s *said, from int) int {
	joint, again := w.ids["JOINT"], w.ids["PUTBACK"]
	for i := from + 1; i < len(s.words); i++ {
		joins := s.words[i].fams.has(joint) && (i+1 == len(s.words) || !s.words[i+1].fams.has(again))
		if s.words[i].clause != s.words[from].clause || joins {
			return i
		}
	}
	return len(s.words)
}

// stopsAlone reports whether rules and what was learned agree that a part is a stop.
func (w *replyWords) stopsAlone(part *said) (Reply, bool) {
	if part.count < fewestWords || part.all.has(w.ids["ASK"]) || anyHolds(w.limited, w, part) {
		return Reply{}, false
	}
	r := w.judge(part)
	if r.Intent != MeansOptOut || !r.Hard {
		return r, false
	}
	l := replyLearned()
	for i, share := range l.shares(w.features(part)) {
		if l.means[i].Intent == MeansOptOut && share >= stopsByItself {
			r.Confidence = share
			return r, true
		}
	}
	return r, len(l.means) == 0
}

// part takes some words as if nothing else had been said.
func (s *said) part(from, until int) *said {
	p := &said{words: s.words[from:until]}
	first := p.words[0].clause
	words := make([]spoken, len(p.words))
	for i, sp := range p.words {
		words[i] = sp
		words[i].clause -= first
	}
	p.words = words
	p.sum(words[len(words)-1].clause)
	return p
}
