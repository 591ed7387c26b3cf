package language

// holds reports whether a saying is in what was said.
func (p *saying) holds(w *replyWords, s *said) bool {
	if p.fewer > 0 && s.count >= p.fewer || s.all.meets(&p.absent) {
		return false
	}
	for i := range p.needs {
		if !s.all.meets(&p.needs[i]) {
			return false
		}
	}
	from, until := 0, len(s.words)
	if p.start {
		until = w.opening(s) + 1
	}
	return p.segmentFrom(w, s, place{from: from, until: until})
}

// place says where a segment may begin.
type place struct {
	segment     int
	from, until int
}

// segmentFrom looks for the segment at the place and those after it.
func (p *saying) segmentFrom(w *replyWords, s *said, at place) bool {
	seg := &p.segments[at.segment]
	last := at.segment == len(p.segments)-1
	for i := at.from; i < at.until && i < len(s.words); i++ {
		if !s.words[i].fams.meets(&seg.parts[0][0].any) {
			continue
		}
		clause := s.words[i].clause
		if s.clauses[clause].meets(&seg.absent) {
			continue
		}
		end, ok := s.sequence(seg.parts[0], i)
		if !ok || !s.others(seg.parts[1:], clause) {
			continue
		}
		switch {
		case last && (!p.end || w.closing(s, end)):
			return true
		case !last && p.segmentFrom(w, s, place{segment: at.segment + 1, from: i + 1, until: len(s.words)}):
			return true
		}
	}
	return false
}

// others reports whether all parts are in a clause.
func (s *said) others(parts [][]element, clause int) bool {
	for _, part := range parts {
		if !s.inClause(part, clause) {
			return false
		}
	}
	return true
}

func (s *said) inClause(part []element, clause int) bool {
	for i := range s.words {
		if s.words[i].clause == clause && s.words[i].fams.meets(&part[0].any) {
			if _, ok := s.sequence(part, i); ok {
				return true
			}
		}
	}
	return false
}

// sequence follows a part whose first element is the i-th word, and gives the place of its last one.
func (s *said) sequence(part []element, i int) (end int, ok bool) {
	if len(part) == 1 {
		return i, true
	}
	next := &part[1]
	for j := i + 1; j < len(s.words) && j-i-1 <= next.gap && s.words[j].clause == s.words[i].clause; j++ {
		if !s.words[j].fams.meets(&next.any) {
			continue
		}
		if end, ok := s.sequence(part[1:], j); ok {
			return end, true
		}
	}
	return 0, false
}

// opening gives the place of the first word that is more than polite.
func (w *replyWords) opening(s *said) int {
	for i := range s.words {
		if !w.polite(&s.words[i]) {
			return i
		}
	}
	return len(s.words)
}

// closing reports whether only polite words follow.
func (w *replyWords) closing(s *said, end int) bool {
	for i := end + 1; i < len(s.words); i++ {
		if !w.polite(&s.words[i]) && !s.words[i].fams.has(w.ids["MEHR"]) {
			return false
		}
	}
	return true
}

func (w *replyWords) polite(sp *spoken) bool {
	return !sp.word || sp.fams.has(w.ids["SOFT"]) || sp.fams.has(w.ids["GREETING"])
}
