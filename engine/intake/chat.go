package intake

import (
	"slices"
	"strings"
	"time"
)

// entry is one message or notice with all its lines.
type entry struct {
	span         Span
	wall         time.Time
	sender, body string
	notice       bool
}

// chat is a WhatsApp chat while it is read.
type chat struct {
	title   string
	entries []entry
	authors []string
	me      string
	guessed bool
}

func readChat(f file, opts Options) (Result, error) {
	lines := splitLines(f.text)
	c := chat{title: chatTitle(f.name)}
	out := newResult(FormatWhatsApp)
	c.entries, out.Skipped = entriesOf(lines)
	c.markNotices()
	c.collectAuthors()
	if err := c.findMe(opts); err != nil {
		out.Authors = c.authors
		return out, err
	}
	out.Me, out.MeGuessed, out.Authors = c.me, c.guessed, c.authors
	c.fill(&out, opts)
	return out, nil
}

// entriesOf joins the lines that belong together; what stands before the first
// message is skipped.
func entriesOf(lines []string) ([]entry, []Skip) {
	skipped := []Skip{}
	starts := heads(lines)
	before := len(lines)
	if len(starts) > 0 {
		before = starts[0].line
	}
	for i, l := range lines[:before] {
		if words(l) != "" {
			skipped = append(skipped, Skip{Line: i + 1, Reason: ReasonUnreadableLine, Lines: 1})
		}
	}
	entries := make([]entry, len(starts))
	for i, p := range starts {
		end := len(lines)
		if i+1 < len(starts) {
			end = starts[i+1].line
		}
		body := p.body
		if end > p.line+1 {
			body += "\n" + strings.Join(lines[p.line+1:end], "\n")
		}
		entries[i] = entry{Span{p.line + 1, end - p.line}, p.wall, p.sender, body, false}
	}
	return entries, skipped
}

// markNotices tells WhatsApp's sentences from people's.
func (c *chat) markNotices() {
	group := c.groupName()
	for i := range c.entries {
		e := &c.entries[i]
		e.notice = e.sender == "" || isSaidByChat(e.sender, e.body, e.sender == group)
	}
}

// groupName is the name under which an iPhone writes what happens in a group:
// the title, or whoever "writes" first, if that name never says anything else.
func (c *chat) groupName() string {
	speaks := map[string]bool{}
	opener := ""
	for _, e := range c.entries {
		if e.sender != "" {
			opener = first(opener, e.sender)
			speaks[e.sender] = speaks[e.sender] || !isNotice(e.body)
		}
	}
	if len(speaks) < 3 {
		return ""
	}
	for _, name := range []string{c.title, opener} {
		if talks, known := speaks[name]; known && !talks {
			return name
		}
	}
	return ""
}

func (c *chat) collectAuthors() {
	known := map[string]bool{}
	for _, e := range c.entries {
		if !e.notice && !known[e.sender] {
			known[e.sender] = true
			c.authors = append(c.authors, e.sender)
		}
	}
}

// fill turns entries into touches and authors into leads.
func (c *chat) fill(out *Result, opts Options) {
	leads := map[string]*Lead{}
	for _, name := range c.authors {
		if name != c.me {
			leads[name] = authorLead(name, opts.Country)
		}
	}
	out.Touches = slices.Grow(out.Touches, len(c.entries))
	var last time.Time
	for _, e := range c.entries {
		at := inZone(e.wall, opts.Zone, last)
		last = at
		if e.notice {
			out.Skipped = append(out.Skipped, Skip{e.span.From, ReasonSystemNotice, e.span.Lines})
			continue
		}
		t := Touch{At: at, From: e.sender, Direction: In, Text: spoken(e.body), Span: e.span}
		if c.me != "" && e.sender == c.me {
			t.Direction = Out
		}
		follow(leads, t)
		out.Touches = append(out.Touches, t)
	}
	for _, name := range c.authors {
		if l := leads[name]; l != nil {
			out.Leads = append(out.Leads, *l)
		}
	}
}

func authorLead(name, country string) *Lead {
	d := newDraft()
	d.Name = name
	if n := phoneNumber(name, country); n != "" && !strings.ContainsFunc(name, isLetter) {
		d.Phones = []string{n}
	}
	return &d.Lead
}

// follow keeps the open question of every lead up to date.
func follow(leads map[string]*Lead, t Touch) {
	if t.Direction == Out {
		for _, l := range leads {
			l.OpenQuestion = ""
		}
		return
	}
	if l := leads[t.From]; l != nil && asks(t.Text) {
		l.OpenQuestion = t.Text
	}
}

// asks reports a question mark outside of links, which carry them, too.
func asks(text string) bool {
	if !strings.Contains(text, "?") {
		return false
	}
	for word := range strings.FieldsSeq(text) {
		if strings.Contains(word, "://") || strings.HasPrefix(word, "www.") {
			continue
		}
		if strings.Contains(word, "?") {
			return true
		}
	}
	return false
}
