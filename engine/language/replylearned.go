package language

import (
	_ "embed"
	"hash/maphash"
	"math"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed reply_examples.de.yaml
var replyExamples []byte

// gram is how many letters the pieces of words have from which is learned.
const gram = 4

// lookAlikes is the key of examples that say themselves what they mean.
const lookAlikes = "look_alikes"

// smoothing is how often every piece counts as seen with every intent.
const smoothing = 0.15

// learned is what examples say about messages that no rule knows: how often which families, words and pieces of words
// stand in messages of each intent (naive Bayes).
type learned struct {
	means   []Reply
	seed    maphash.Seed
	classes map[string]int       // places in means, by keys of the examples
	counts  map[uint64][]float64 // by piece; logarithms of shares once all is counted
}

// replyLearned is read once.
var replyLearned = sync.OnceValue(func() *learned {
	l, err := learn(replyVocabulary(), replyExamples)
	if err != nil {
		return &learned{}
	}
	return l
})

// learn counts the pieces of examples.
func learn(w *replyWords, data []byte) (*learned, error) {
	var file map[string][]string
	if err := yaml.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	l := &learned{seed: maphash.MakeSeed(), counts: map[uint64][]float64{}, classes: map[string]int{}}
	for _, key := range sortedKeys(file) {
		if key == lookAlikes {
			continue
		}
		l.classes[key] = len(l.means)
		intent, kind, objects := strings.Cut(key, "_")
		if !objects || Intent(intent) != MeansObjection {
			intent, kind = key, ""
		}
		l.means = append(l.means, Reply{Intent: Intent(intent), Objection: Objection(kind)})
	}
	for _, key := range sortedKeys(file) {
		for _, line := range file[key] {
			l.count(w, key, line)
		}
	}
	l.finish()
	return l, nil
}

// count adds an example: "text", "text => due", "text -> intent".
func (l *learned) count(w *replyWords, key, line string) {
	text, _, _ := strings.Cut(line, " => ")
	text, means, alike := strings.Cut(text, " -> ")
	if !alike {
		means = key
	}
	class, ok := l.classes[means]
	if !ok {
		return
	}
	for _, piece := range l.pieces(w, text) {
		if l.counts[piece] == nil {
			l.counts[piece] = make([]float64, len(l.means))
		}
		l.counts[piece][class]++
	}
}

// finish turns counts into logarithms of shares.
func (l *learned) finish() {
	total := make([]float64, len(l.means))
	for _, seen := range l.counts {
		for i, n := range seen {
			total[i] += n
		}
	}
	for i := range total {
		total[i] += smoothing * float64(len(l.counts))
	}
	for _, seen := range l.counts {
		for i := range seen {
			seen[i] = math.Log((seen[i] + smoothing) / total[i])
		}
	}
}

// pieces gives the words of a text and what they begin and consist of.
func (l *learned) pieces(w *replyWords, text string) []uint64 {
	var out []uint64
	toks := tokens(cleaned(text))
	for i, t := range toks {
		if i > replyPieces {
			break
		}
		word := squash(t.text)
		out = append(out, maphash.String(l.seed, word))
		padded := "^" + word + "$"
		for j := 0; j+gram <= len(padded); j++ {
			out = append(out, maphash.String(l.seed, padded[j:j+gram]))
		}
		if i > 0 {
			out = append(out, maphash.String(l.seed, squash(toks[i-1].text)+" "+word))
		}
		if fams := w.of(t.text); fams != nil {
			out = fams.appendTo(out)
		}
	}
	return out
}

// appendTo makes pieces of the families of a word.
func (s *families) appendTo(out []uint64) []uint64 {
	for i, some := range s {
		if some != 0 {
			out = append(out, uint64(i)<<56^some)
		}
	}
	return out
}

// replyPieces bounds the words that are looked at.
const replyPieces = 60

// guess gives what a text likeliest means, and by how much that is likelier than another intent.
func (l *learned) guess(w *replyWords, text string) (Reply, float64) {
	if len(l.means) == 0 {
		return Reply{Intent: MeansNeutral}, 0
	}
	score := make([]float64, len(l.means))
	pieces := l.pieces(w, text)
	for _, piece := range pieces {
		for i, share := range l.counts[piece] {
			score[i] += share
		}
	}
	best := l.best(score, "")
	other := l.best(score, l.means[best].Intent)
	return l.means[best], (score[best] - score[other]) / math.Sqrt(float64(len(pieces)+1))
}

// best gives the place of the highest score of those that mean something else.
func (l *learned) best(score []float64, than Intent) int {
	best := -1
	for i := range score {
		if l.means[i].Intent != than && (best < 0 || score[i] > score[best]) {
			best = i
		}
	}
	return best
}
