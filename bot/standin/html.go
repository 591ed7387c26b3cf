package standin

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// tagKinds are the HTML tags Telegram knows, with the entity each becomes.
func tagKinds() map[string]string {
	return map[string]string{
		"b": "bold", "strong": "bold", "i": "italic", "em": "italic",
		"u": "underline", "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
		"a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
		"span": "spoiler", "tg-spoiler": "spoiler", "tg-emoji": "custom_emoji", "tg-time": "date_time",
	}
}

// htmlParser turns Telegram's HTML into text and entities. Offsets in its
// errors are bytes of the source, those in entities UTF-16 units of the text.
type htmlParser struct {
	src   string
	at    int
	kinds map[string]string
	out   strings.Builder
	units int
	open  []openTag
	found []Entity
}

type openTag struct {
	name  string
	attrs map[string]string
	units int // where its text begins
	bytes int
}

func parseHTML(src string) (string, []Entity, error) {
	p := htmlParser{src: src, kinds: tagKinds()}
	for p.at < len(src) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, unparsable("Can't find end tag corresponding to start tag \"%s\"", p.open[n-1].name)
	}
	return p.out.String(), sorted(p.found), nil
}

func unparsable(format string, args ...any) error {
	return badRequest("can't parse entities: "+format, args...)
}

func (p *htmlParser) step() error {
	switch {
	case p.src[p.at] == '&':
		r, size := reference(p.src[p.at:])
		p.emit(r)
		p.at += size
		return nil
	case strings.HasPrefix(p.src[p.at:], "</"):
		return p.endTag()
	case p.src[p.at] == '<':
		return p.startTag()
	}
	r, size := utf8.DecodeRuneInString(p.src[p.at:])
	p.emit(r)
	p.at += size
	return nil
}

func (p *htmlParser) emit(r rune) {
	p.out.WriteRune(r)
	p.units += utf16.RuneLen(r)
}

func (p *htmlParser) startTag() error {
	begin := p.at
	p.at++
	name := strings.ToLower(p.until(" \t\r\n>"))
	if p.at == len(p.src) {
		return unparsable("Unclosed start tag at byte offset %d", begin)
	}
	if p.kinds[name] == "" {
		return unparsable("Unsupported start tag \"%s\" at byte offset %d", name, begin)
	}
	attrs, err := p.attributes(name, begin)
	if err != nil {
		return err
	}
	if name == "span" && attrs["class"] != "tg-spoiler" {
		return unparsable("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, openTag{name: name, attrs: attrs, units: p.units, bytes: p.out.Len()})
	return nil
}

func (p *htmlParser) endTag() error {
	begin := p.at
	p.at += 2
	name := strings.ToLower(p.until(" \t\r\n>"))
	p.spaces()
	if p.at == len(p.src) || p.src[p.at] != '>' {
		return unparsable("Unclosed end tag at byte offset %d", begin)
	}
	p.at++
	if len(p.open) == 0 {
		return unparsable("Unexpected end tag at byte offset %d", begin)
	}
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return unparsable("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.close(tag)
	return nil
}

func (p *htmlParser) close(tag openTag) {
	e := Entity{Type: p.kinds[tag.name], Offset: tag.units, Length: p.units - tag.units}
	if e.Length == 0 {
		return
	}
	switch tag.name {
	case "a":
		href := tag.attrs["href"]
		if href == "" {
			href = p.out.String()[tag.bytes:]
		}
		link, err := checkLink(href)
		if err != nil { // dropped without a word, as the original does
			return
		}
		e.URL = link
	case "code":
		if p.insidePre(tag) {
			return
		}
	case "pre":
		e.Language = tag.attrs["language"]
	case "blockquote":
		if _, ok := tag.attrs["expandable"]; ok {
			e.Type = "expandable_blockquote"
		}
	case "tg-emoji":
		e.EmojiID = tag.attrs["emoji-id"]
	case "tg-time":
		e.Unix = number(tag.attrs["unix"], 0)
	}
	p.found = append(p.found, e)
}

// insidePre folds <pre><code class="language-go"> into one entity.
func (p *htmlParser) insidePre(code openTag) bool {
	if len(p.open) == 0 || p.open[len(p.open)-1].name != "pre" {
		return false
	}
	if language, ok := strings.CutPrefix(code.attrs["class"], "language-"); ok {
		p.open[len(p.open)-1].attrs["language"] = language
	}
	return true
}

// sorted puts outer entities before inner ones.
func sorted(entities []Entity) []Entity {
	slices.SortStableFunc(entities, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
	return entities
}
