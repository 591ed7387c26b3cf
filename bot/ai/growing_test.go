package ai_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/salesflow/salesflow/bot/ai"
)

func TestGrowing(t *testing.T) {
	for _, test := range []struct{ soFar, want string }{
		{``, ""},
		{`{"te`, ""},
		{`{"text"`, ""},
		{`{"text":"Hal`, "Hal"},
		{`{"text":"Hallo`, "Hallo"},
		{`{ "text" : "Hallo\`, "Hallo"},
		{`{"text":"Hallo\n\u00e`, "Hallo\n"},
		{`{"text":"Hallo \ud83d`, "Hallo "},
		{`{"text":"Hallo \ud83d\ude0`, "Hallo "},
		{`{"text":"Hallo \ud83d\ude00"`, "Hallo 😀"},
		{`{"text":"sagte \"nein\" u`, `sagte "nein" u`},
		{`{"language":"text","text":"Hallo","more":1}`, "Hallo"},
		{`{"inner":{"text":"not this"},"list":["text",{"text":"nor this"}],"text":"this"`, "this"},
		{`{"a":"x","text":null,"b":"y"}`, ""},
		{`["text","no"]`, ""},
		{`Hallo, "text": "no object"`, ""},
	} {
		equal(t, test.soFar, ai.Growing(test.soFar, "text"), test.want)
	}
}

// TestGrowingNeverTakesBack cuts answers off everywhere.
func TestGrowingNeverTakesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`["\\{}:, äß😀\n]{0,20}`)).Draw(t, "text")
		whole, err := json.Marshal(struct {
			A    any    `json:"a"`
			Text string `json:"text"`
			B    string `json:"b"`
		}{rapid.SampledFrom([]any{nil, 1, "text", []string{"text"}, map[string]string{"text": "x"}}).Draw(t, "a"), text, "b"})
		if err != nil {
			t.Fatal(err)
		}
		last := ""
		for i := range len(whole) + 1 {
			now := ai.Growing(strings.ToValidUTF8(string(whole[:i]), ""), "text")
			if !strings.HasPrefix(now, last) || !strings.HasPrefix(text, now) || !utf8.ValidString(now) {
				t.Fatalf("%q after %q, of %q", now, last, text)
			}
			last = now
		}
		if last != text {
			t.Fatalf("%q, not %q", last, text)
		}
	})
}
