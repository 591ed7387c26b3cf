package main

import (
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/salesflow/salesflow/bot/standin"
)

// person is somebody with a phone, and what it showed when it was last looked at.
type person struct {
	standin.Person
	seen    []standin.Message
	answers int
}

// weekdays as they stand in transcripts.
var weekdays = []string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"}

func stamp(at time.Time) string {
	return weekdays[at.Weekday()] + at.Format(" 02.01. 15:04")
}

// look writes what is new on all phones and reports whether anything was.
func (w *world) look() (anything bool) {
	for _, p := range w.people {
		news := p.news(w.phone.Chat(p.ID), w.phone.Answers(p.ID))
		if len(news) == 0 {
			continue
		}
		fmt.Fprintf(&w.said, "  %s %s\n", p.FirstName, stamp(w.now()))
		for _, bubble := range news {
			fmt.Fprintln(&w.said, "    "+bubble)
		}
		anything = true
	}
	return anything
}

// news are bubbles that came "•", changed "~" or went "×", and hints that faded in "!".
func (p *person) news(chat []standin.Message, answers []standin.Answer) []string {
	var changed, fresh []string
	for _, m := range chat {
		at := slices.IndexFunc(p.seen, func(old standin.Message) bool { return old.ID == m.ID })
		switch {
		case !m.FromBot():
		case at < 0:
			fresh = append(fresh, bubble("•", m))
		case !reflect.DeepEqual(p.seen[at], m):
			changed = append(changed, bubble("~", m))
		}
	}
	for _, old := range p.seen {
		if !slices.ContainsFunc(chat, func(m standin.Message) bool { return m.ID == old.ID }) {
			changed = append(changed, bubble("×", old))
		}
	}
	for _, a := range answers[p.answers:] {
		if a.Text != "" {
			changed = append(changed, "! "+a.Text)
		}
	}
	p.seen, p.answers = chat, len(answers)
	return append(changed, fresh...)
}

// bubble is a message as it looks: text, then buttons row by row.
func bubble(mark string, m standin.Message) string {
	lines := strings.Split(mark+" "+inviteCode.ReplaceAllString(marked(m), "start=…"), "\n")
	if m.Document != nil {
		lines = append(lines, "("+m.Document.Name+")")
	}
	if m.Keyboard != nil {
		for _, row := range m.Keyboard.Inline {
			var buttons []string
			for _, b := range row {
				buttons = append(buttons, button(b))
			}
			lines = append(lines, strings.Join(buttons, " "))
		}
	}
	for i := 1; i < len(lines); i++ {
		if lines[i] != "" {
			lines[i] = "      " + lines[i]
		}
	}
	return strings.Join(lines, "\n")
}

// inviteCode is random; it is never changed.
var inviteCode = regexp.MustCompile(`start=[\w-]+`)

func button(b standin.Button) string {
	if b.URL == "" {
		return "[" + b.Text + "]"
	}
	u, err := url.Parse(b.URL)
	if err != nil {
		return "[" + b.Text + " ↗ ?]"
	}
	if strings.HasPrefix(u.Path, "/go/") {
		u.Path = "/go/…" // ends in a random id
	}
	return "[" + b.Text + " ↗ " + u.Host + u.Path + "]"
}

// marked is a text with its formatting: *bold*, _italic_ and a bar before quoted lines.
func marked(m standin.Message) string {
	text := utf16.Encode([]rune(m.Text + m.Caption))
	var out []uint16
	quoted := false
	for i := 0; i <= len(text); i++ {
		for _, e := range slices.Concat(m.Entities, m.CaptionEntities) {
			mark := map[string]string{"bold": "*", "italic": "_"}[e.Type]
			if e.Offset == i || e.Offset+e.Length == i {
				out = append(out, utf16.Encode([]rune(mark))...)
			}
			if e.Type == "blockquote" && (e.Offset == i || e.Offset+e.Length == i) {
				quoted = e.Offset == i
				if quoted {
					out = append(out, utf16.Encode([]rune("┃ "))...)
				}
			}
		}
		if i == len(text) {
			break
		}
		out = append(out, text[i])
		if quoted && text[i] == '\n' {
			out = append(out, utf16.Encode([]rune("┃ "))...)
		}
	}
	return string(utf16.Decode(out))
}
