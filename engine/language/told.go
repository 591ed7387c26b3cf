package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"

	"gopkg.in/yaml.v3"
)

//go:embed told.de.yaml
var toldYAML []byte

// toldFile is the shape of told.de.yaml: phrases as folded words.
type toldFile struct {
	After, Before               [][]string
	Fillers, Refusals, Channels map[string]string
}

// toldWords is read once.
var toldWords = sync.OnceValue(func() toldFile {
	var file struct {
		After, Before, Fillers, Refusals []string
		Channels                         map[string][]string
	}
	if err := yaml.Unmarshal(toldYAML, &file); err != nil {
		return toldFile{} // a test reads the file
	}
	words := toldFile{
		After: phrases(file.After), Before: phrases(file.Before),
		Fillers: map[string]string{}, Refusals: map[string]string{}, Channels: map[string]string{},
	}
	note := func(to map[string]string, all []string, value string) {
		for _, word := range all {
			to[fold(withoutApostrophes(word))] = value
		}
	}
	note(words.Fillers, file.Fillers, "filler")
	note(words.Refusals, file.Refusals, "refusal")
	for channel, all := range file.Channels {
		note(words.Channels, all, channel)
	}
	return words
})

// phrases are phrases as folded words, the longest first.
func phrases(all []string) [][]string {
	var out [][]string
	for _, phrase := range all {
		var words []string
		for _, t := range tokens(compose(phrase)) {
			words = append(words, t.text)
		}
		out = append(out, words)
	}
	slices.SortFunc(out, func(a, b []string) int { return len(b) - len(a) })
	return out
}

// longestTeller is how many bytes may stand before what a lead wrote.
const longestTeller = 120

// quotes are what opens or closes a quotation.
const quotes = `"'„“”‚‘’»«›‹`

// Told finds in a user's message what a lead wrote: "Lisa hat geschrieben: …", "Antwort von Lisa: …", with a colon,
// quotation marks or a line of its own. It returns the name as typed, and the lead's words.
func Told(text string) (name, words string, ok bool) {
	text = compose(strings.TrimSpace(text))
	at := strings.IndexAny(text, ":\n\"„“»«")
	if at <= 0 || at > longestTeller {
		return "", "", false
	}
	name, ok = teller(text[:at])
	words = strings.Trim(strings.TrimLeft(text[at:], ":\n"), " \t\n"+quotes)
	return name, words, ok && words != ""
}

// teller finds the name in what stands before a lead's words.
func teller(head string) (string, bool) {
	said, toks := toldWords(), tokens(head)
	texts := make([]string, len(toks))
	for i, t := range toks {
		texts[i] = t.text
	}
	for _, phrase := range said.After {
		if n := len(texts) - len(phrase); n > 0 && slices.Equal(texts[n:], phrase) {
			return said.nameOf(head, toks[:n])
		}
	}
	for _, phrase := range said.Before {
		if n := len(phrase); len(texts) > n && slices.Equal(texts[:n], phrase) {
			return said.nameOf(head, toks[n:])
		}
	}
	return "", false
}

// nameOf is the name that tokens are, if they can be one.
func (f toldFile) nameOf(head string, toks []token) (string, bool) {
	for len(toks) > 1 && f.Fillers[toks[0].text] != "" {
		toks = toks[1:]
	}
	if len(toks) == 0 || len(toks) > mostWords+2 || f.Fillers[toks[0].text] != "" {
		return "", false
	}
	return strings.TrimSpace(head[toks[0].from:toks[len(toks)-1].to]), true
}

// AwayUntil is from when on somebody is back who answers automatically, and whether that is a time of day; zero when
// the message names no day.
func AwayUntil(text string, now time.Time) (back time.Time, timed bool) {
	w := replyVocabulary()
	return w.due(w.listen(text, now), now)
}

// UnwantedChannel is the channel on which somebody says not to write, empty when the message does not say which: call,
// whatsapp, telegram, email or sms. Of several it is the one named nearest to a word that refuses, in its part of the
// sentence; what follows is rather meant than what stands before.
func UnwantedChannel(text string) string {
	composed, ok := readable(text)
	if !ok {
		return ""
	}
	said, toks := toldWords(), tokens(composed)
	found, nearest := "", 2*len(toks)+1
	for i, t := range toks {
		if said.Refusals[t.text] == "" {
			continue
		}
		for _, step := range []int{1, -1} {
			if channel, distance := said.channelFrom(toks, i, step); channel != "" && distance < nearest {
				found, nearest = channel, distance
			}
		}
	}
	return found
}

// channelFrom is the first channel on one side of a word, up to the next mark, and how far away it is.
func (f toldFile) channelFrom(toks []token, i, step int) (channel string, distance int) {
	for j := i + step; j >= 0 && j < len(toks); j += step {
		if channel = f.Channels[toks[j].text]; channel != "" {
			return channel, (j - i) * step * (3 - step) / 2
		}
		if !toks[j].word && !toks[j].number && toks[j].text != "-" {
			break
		}
	}
	return "", 0
}
