package bot

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// tags is never changed.
var tags = regexp.MustCompile(`<[^>]*>`)

func visible(text string) string { return html.UnescapeString(tags.ReplaceAllString(text, "")) }

func squeezed(text string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(text) }

// TestPartsFitAndLoseNothing holds the three promises of a split: each part fits, each is whole HTML, and
// together they say the same.
func TestPartsFitAndLoseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{
			"Wort ", "<b>fett</b> ", "<blockquote>", "</blockquote>", "\n", "\n\n", "😀", "&amp;", "&#34;", strings.Repeat("lang ", 200), strings.Repeat("x", 900), "ä",
		})
		var text strings.Builder
		open := 0
		for _, p := range rapid.SliceOfN(piece, 0, 60).Draw(t, "pieces") {
			switch {
			case p == "<blockquote>" && open == 0:
				open++
			case p == "</blockquote>" && open == 1:
				open--
			case strings.Contains(p, "blockquote"):
				continue
			}
			text.WriteString(p)
		}
		text.WriteString(strings.Repeat("</blockquote>", open))
		together := ""
		for _, part := range split(text.String()) {
			if n := len(utf16.Encode([]rune(visible(part)))); n > longestMessage {
				t.Fatalf("a part of %d units", n)
			}
			if strings.Count(part, "<b") != strings.Count(part, "</b") {
				t.Fatalf("tags stay open: %q", part)
			}
			together += visible(part)
		}
		if squeezed(together) != squeezed(visible(text.String())) {
			t.Fatal("something was lost")
		}
	})
}

func TestTextsAreCutAtParagraphsFirst(t *testing.T) {
	half := strings.Repeat("Wort ", 500)
	parts := split("<i>" + half + "\n\n" + half + "\n" + half + "</i>")
	if len(parts) != 3 || parts[0] != "<i>"+strings.TrimSpace(half)+"</i>" || parts[1] != parts[0] {
		t.Errorf("%d parts: %.20q … %.20q", len(parts), parts[0], parts[1])
	}
}
