package intake

import (
	"strings"
	"time"
)

// placed is a line that begins a message or notice.
type placed struct {
	stamp
	line   int
	wall   time.Time
	sender string
	body   string
}

// disorder is how far a genuine line may stand out of order: messages of a
// phone without network arrive late.
const disorder = time.Hour

// splitLines gives the physical lines without their ends; a final line end
// begins no further line.
func splitLines(text string) []string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSuffix(l, "\r")
	}
	return lines
}

// hasChat looks for the head of a message near the beginning.
func hasChat(text string) bool {
	seen := 0
	for line := range strings.Lines(text) {
		if _, _, ok := parseStamp(headOf(line)); ok {
			return true
		}
		if seen++; seen == 50 {
			break
		}
	}
	return false
}

// headOf drops the marks that would hide the stamp. U+200E stays inside the
// line, where it tells WhatsApp's own words from those of a person.
func headOf(line string) string {
	if strings.ContainsFunc(line, isMark) {
		line = strings.Map(func(r rune) rune {
			if r != lrm && isMark(r) {
				return -1
			}
			return r
		}, line)
	}
	return strings.TrimLeft(line, string(lrm)+" ")
}

// heads finds the lines that begin an entry, with their times.
func heads(lines []string) []placed {
	var found []placed
	for i, l := range lines {
		s, rest, ok := parseStamp(headOf(l))
		if !ok || (len(found) > 0 && s.style != found[0].style) {
			continue
		}
		p := placed{stamp: s, line: i}
		p.sender, p.body = splitSender(rest)
		if s.tail == ':' && p.sender == "" {
			continue
		}
		found = append(found, p)
	}
	return inPlace(dated(found))
}

func dated(found []placed) []placed {
	if len(found) == 0 {
		return nil
	}
	stamps := make([]stamp, len(found))
	for i, p := range found {
		stamps[i] = p.stamp
	}
	order := inferOrder(stamps)
	kept := found[:0]
	for _, p := range found {
		var ok bool
		if p.wall, ok = p.stamp.wall(order); ok {
			kept = append(kept, p)
		}
	}
	return kept
}

// inPlace drops heads that were pasted into a message: their time does not fit
// between the lines around them, and nobody of that name writes elsewhere.
func inPlace(found []placed) []placed {
	written := map[string]int{}
	for _, p := range found {
		written[p.sender]++
	}
	next := make([]time.Time, len(found)+1)
	for i := len(found) - 1; i >= 0; i-- {
		next[i] = found[i].wall
		if i+1 < len(found) && next[i+1].Before(next[i]) {
			next[i] = next[i+1]
		}
	}
	kept := make([]placed, 0, len(found))
	var last time.Time
	for i, p := range found {
		late := i+1 < len(found) && p.wall.After(next[i+1].Add(disorder))
		early := p.wall.Before(last.Add(-disorder))
		stranger := written[p.sender] == 1
		if p.sender == "" {
			stranger = !isNotice(p.body)
		}
		if (late || early) && stranger {
			continue
		}
		if p.wall.After(last) {
			last = p.wall
		}
		kept = append(kept, p)
	}
	return kept
}

// maxSender is longer than any name WhatsApp or a phone book allows.
const maxSender = 120

// splitSender takes the text up to the first colon as the name, unless it is
// the beginning of a notice that quotes something with a colon.
func splitSender(rest string) (sender, body string) {
	name, body, found := strings.Cut(rest, ": ")
	if !found {
		name, found = strings.CutSuffix(strings.TrimRight(rest, " "), ":")
		body = ""
	}
	if !found || len(name) > maxSender || noticeStem.MatchString(name) {
		return "", rest
	}
	name = strings.TrimPrefix(tidyName(name), "~")
	name = strings.TrimSpace(name)
	if name == "" {
		return "", rest
	}
	return name, body
}
