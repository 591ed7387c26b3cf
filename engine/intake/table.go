package intake

import (
	"encoding/csv"
	"strings"
)

// maxQuotedLines bounds a quoted cell: an opening quote that is never closed
// must not swallow the rest of the table.
const maxQuotedLines = 100

// row is one record of a table and the physical line it begins on.
type row struct {
	line  int
	cells []string
}

// readTable reads a CSV table with or without header. ErrUnknownFormat means
// that neither a header nor the cells look like people.
func readTable(text, country string) (Result, error) {
	rows := tableRows(text)
	l := layoutOf(rows, country)
	if l.roles == nil {
		return newResult(FormatCSV), ErrUnknownFormat
	}
	r := newRoster()
	for _, before := range rows[:l.title] {
		r.skip(before.line, 1, ReasonNoNameNoAddress)
	}
	for _, row := range rows[l.body:] {
		r.add(l.draft(row.cells, country), row.line)
	}
	return r.result(FormatCSV), nil
}

// isTable tells a table from prose by its first lines.
func isTable(text string) bool {
	end, n := 0, 0
	for line := range strings.Lines(text) {
		if n++; n > 50 {
			break
		}
		end += len(line)
	}
	return layoutOf(tableRows(text[:end]), "").roles != nil
}

// tableRows splits the text into records; empty lines are none.
func tableRows(text string) []row {
	lines := splitLines(text)
	comma, start := delimiter(lines)
	var rows []row
	for i := start; i < len(lines); {
		n, record := record(lines[i:], comma)
		if strings.TrimSpace(lines[i]) != "" {
			rows = append(rows, row{i + 1, record})
		}
		i += n
	}
	return rows
}

// record reads the record at the beginning of lines and tells how many of them
// it takes.
func record(lines []string, comma rune) (n int, cells []string) {
	open := false
	for n < min(len(lines), maxQuotedLines) {
		open = endsInQuotes(lines[n], comma, open)
		n++
		if !open {
			return n, parseRecord(strings.Join(lines[:n], "\n"), comma)
		}
	}
	return 1, strings.Split(strings.ReplaceAll(lines[0], `"`, ""), string(comma))
}

func parseRecord(s string, comma rune) []string {
	r := csv.NewReader(strings.NewReader(s))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	// Trimming would swallow empty cells of a table split by tabs.
	r.TrimLeadingSpace = comma != '\t'
	cells, err := r.Read()
	if err != nil {
		return strings.Split(strings.ReplaceAll(s, `"`, ""), string(comma))
	}
	return cells
}

// endsInQuotes reports whether a quoted cell is still open after the line. A
// quote opens only at the beginning of a cell and closes only at its end, so
// the inches in 5" are harmless.
func endsInQuotes(line string, comma rune, open bool) bool {
	fresh := !open
	for i := 0; i < len(line); i++ {
		atEnd := i+1 == len(line) || rune(line[i+1]) == comma
		switch c := line[i]; {
		case open && c == '"' && !atEnd && line[i+1] == '"':
			i++
		case open:
			open = c != '"' || !atEnd
		case rune(c) == comma:
			fresh = true
		case c == '"' && fresh:
			open, fresh = true, false
		case c != ' ':
			fresh = false
		}
	}
	return open
}

// delimiter finds what separates the cells and the line where the table
// begins; Excel may say it in a first line "sep=;".
func delimiter(lines []string) (comma rune, start int) {
	for start < len(lines) && strings.TrimSpace(lines[start]) == "" {
		start++
	}
	if start < len(lines) {
		if sep, ok := strings.CutPrefix(strings.ToLower(strings.Trim(lines[start], `" `)), "sep="); ok {
			r := []rune(sep + ",")[0]
			if strings.ContainsRune(";,\t|", r) {
				return r, start + 1
			}
		}
	}
	comma = ','
	best := 0
	for _, r := range ";,\t|" {
		if score := regularity(lines[start:], r); score > best {
			comma, best = r, score
		}
	}
	return comma, start
}

// regularity is high for a character that stands equally often in every line.
func regularity(lines []string, comma rune) int {
	want, score := -1, 0
	for _, l := range lines[:min(len(lines), 20)] {
		if strings.TrimSpace(l) == "" {
			continue
		}
		n := countOutsideQuotes(l, comma)
		if want < 0 {
			want = n
		}
		if n > 0 {
			score++
		}
		if n > 0 && n == want {
			score += 100 + min(n, 20)
		}
	}
	return score
}

func countOutsideQuotes(line string, comma rune) int {
	n, open := 0, false
	for _, r := range line {
		switch {
		case r == '"':
			open = !open
		case r == comma && !open:
			n++
		}
	}
	return n
}
