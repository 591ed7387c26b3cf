package language

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sort"
	"strings"
	"sync"
)

//go:embed reply_learned.bin
var replyWeights []byte

// learned is what reply_examples.de.yaml says about messages: for every feature and every meaning how much that feature
// speaks for it (a softmax regression, made by TestWhatWasLearnedIsCurrent). Whole numbers, so that every machine reads the same.
type learned struct {
	means   []Reply // the meanings, an objection by its kind
	scale   float64 // what one step of a weight is worth
	keys    []byte  // features in order, four bytes each
	weights []byte  // of each feature for each meaning
}

// replyLearned is read once; a test holds that it loads.
var replyLearned = sync.OnceValue(func() *learned { return readLearned(replyWeights) })

// readLearned takes apart: the number of features, the scale, the length of the names, the names, the features, the weights.
// What is no such file has learned nothing.
func readLearned(data []byte) *learned {
	const head = 12
	if len(data) < head {
		return &learned{}
	}
	features := int(binary.LittleEndian.Uint32(data))
	scale := math.Float32frombits(binary.LittleEndian.Uint32(data[4:]))
	names := int(binary.LittleEndian.Uint32(data[8:]))
	l := &learned{scale: float64(scale)}
	for _, name := range strings.Fields(string(data[head : head+names])) {
		l.means = append(l.means, meaningOf(name))
	}
	l.keys = data[head+names : head+names+4*features]
	l.weights = data[head+names+4*features:]
	return l
}

// meaningOf reads the key of examples: an intent, or an objection with its kind.
func meaningOf(name string) Reply {
	intent, kind, objects := strings.Cut(name, "_")
	if objects && Intent(intent) == MeansObjection {
		return Reply{Intent: MeansObjection, Objection: Objection(kind)}
	}
	return Reply{Intent: Intent(name)}
}

// shares gives how likely each meaning is by what was learned.
func (l *learned) shares(features []uint32) []float64 {
	sums := make([]int, len(l.means))
	known := len(l.keys) / 4
	for _, f := range features {
		at := sort.Search(known, func(i int) bool { return binary.LittleEndian.Uint32(l.keys[4*i:]) >= f })
		if at == known || binary.LittleEndian.Uint32(l.keys[4*at:]) != f {
			continue
		}
		for i, weight := range l.weights[at*len(sums) : (at+1)*len(sums)] {
			sums[i] += int(int8(weight))
		}
	}
	out := make([]float64, len(sums))
	for i, sum := range sums {
		out[i] = float64(sum) * l.scale / math.Sqrt(float64(len(features)+1))
	}
	return softmax(out)
}

// softmax makes shares of scores, which it overwrites.
func softmax(scores []float64) []float64 {
	highest, sum := math.Inf(-1), 0.0
	for _, s := range scores {
		highest = max(highest, s)
	}
	for i, s := range scores {
		scores[i] = math.Exp(s - highest)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
	return scores
}
