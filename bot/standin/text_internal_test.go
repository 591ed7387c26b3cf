package standin

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestHTMLBecomesTextAndEntities(t *testing.T) {
	cases := []struct {
		html, text, kinds string
	}{
		{"a &lt;b&gt; &quot;c&quot; &#65;&#x42;", `a <b> "c" AB`, ""},
		{"&auml; &nbsp; & &#0;", "&auml; &nbsp; & &#0;", ""},
		{`<a href="https://example.org?a=1&amp;b=2">x</a>`, "x", "text_link"},
		{`<a href="tel:+49171">x</a>`, "x", ""},
		{`<pre><code class="language-go">x</code></pre>`, "x", "pre"},
		{`<blockquote expandable>x</blockquote>`, "x", "expandable_blockquote"},
		{`<span class='tg-spoiler'>x</span><TG-SPOILER>y</>`, "xy", "spoiler spoiler"},
		{`<tg-emoji emoji-id="1">👍</tg-emoji> <tg-time unix="5">x</tg-time>`, "👍 x", "custom_emoji date_time"},
		{"<b>a<i>b</i></b>", "ab", "bold italic"},
		{"<b></b>x", "x", ""},
	}
	for _, c := range cases {
		text, entities, err := parseHTML(c.html)
		if err != nil {
			t.Fatal(c.html, err)
		}
		var kinds []string
		for _, e := range entities {
			kinds = append(kinds, e.Type)
		}
		if text != c.text || strings.Join(kinds, " ") != c.kinds {
			t.Errorf("%q became %q with %q", c.html, text, kinds)
		}
	}
}

func TestLinksCommandsAndNumbersAreFoundInPlainText(t *testing.T) {
	for text, want := range map[string]string{
		"siehe https://example.org/a?b=c.":  "url https://example.org/a?b=c",
		"auf wa.me/49171?text=a geht es":    "url wa.me/49171?text=a",
		"mail an a.b@example.org, bitte":    "email a.b@example.org",
		"ä /warum Lisa":                     "bot_command /warum",
		"ruf +49 171 5550101 an":            "phone_number +49 171 5550101",
		"frag @maxberger":                   "mention @maxberger",
		"und/oder ist kein Befehl, 3/4 nie": "",
	} {
		got := ""
		for _, e := range withDetected(text, nil) {
			if e.Offset+e.Length <= len(text) {
				got += e.Type + " " + cut16(text, e)
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func cut16(text string, e Entity) string {
	at, out := 0, ""
	for _, r := range text {
		if at >= e.Offset && at < e.Offset+e.Length {
			out += string(r)
		}
		at += units(string(r))
	}
	return out
}

func TestTrimmingMovesEntitiesAlong(t *testing.T) {
	text, entities := trimmed(" \n ab \n", []Entity{{Type: "bold", Offset: 2, Length: 5}, {Type: "italic", Offset: 0, Length: 2}})
	if text != "ab" || len(entities) != 1 || entities[0].Offset != 0 || entities[0].Length != 2 {
		t.Fatalf("got %q, %+v", text, entities)
	}
}

func TestNoEntityLeavesItsText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		source := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{
			"<b>", "</b>", "<i>", "</i>", "<a href='https://example.org'>", "</a>", "😀", "ä", " ", "\n", "&lt;", "x", "/start", "https://a.de",
		})).Draw(r, "source"), "")
		text, entities, err := parseHTML(source)
		if err != nil {
			return
		}
		text, entities = trimmed(text, entities)
		if err := inside(withDetected(text, entities), units(text)); err != nil {
			r.Fatalf("%q: %v", source, err)
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<b>a</b>", "&lt;", "<a href=\"x\">y</a>", "<pre><code class=language-go>", "</", "<b x='", "\xff<i>\xfe</i>", "&#x110000;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		text, entities, err := parseHTML(source)
		if err != nil {
			if refusal := new(apiError); !errors.As(err, &refusal) || refusal.Code != 400 {
				t.Fatalf("%q: %v", source, err)
			}
			return
		}
		if !utf8.ValidString(text) || inside(entities, units(text)) != nil {
			t.Fatalf("%q became %q with %+v", source, text, entities)
		}
	})
}

func FuzzReplyMarkup(f *testing.F) {
	for _, seed := range []string{`{}`, `null`, `{"inline_keyboard":[[{"text":"a","url":"t.me/x"}]]}`, `{"keyboard":[["a"]]}`, `{"keyboard":[[1]]}`, `{"remove_keyboard":true}`, `[`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, markup string) {
		c := &call{args: map[string]string{"reply_markup": markup}}
		k, err := c.keyboard()
		if err != nil || k == nil {
			return
		}
		for _, b := range (Message{Keyboard: k}).Buttons() {
			if b.Text == "" || len(b.Data) > maxData {
				t.Fatalf("%q let %+v through", markup, b)
			}
		}
	})
}

func FuzzLink(f *testing.F) {
	for _, seed := range []string{"https://a.de:80/x", "mailto:a@b.de", "tel:+49", "tg:x", "http://[::1]/", ":", "@", "a:", "//x.y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, link string) {
		got, err := checkLink(link)
		if err != nil {
			return
		}
		scheme, _, ok := strings.Cut(got, "://")
		if !ok || !strings.Contains(" http https tg ton tonsite ", " "+scheme+" ") {
			t.Fatalf("%q became %q", link, got)
		}
	})
}
