package language

import (
	"bytes"
	"encoding/binary"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// How the examples are learned: rounds over all of them, how far each is followed, how often a feature has to be seen.
const (
	learnRounds  = 12
	learnStep    = 0.5
	learnCareful = 0.02
	seenAtLeast  = 2
	tellsAtLeast = 12 // steps of a weight
	roundedTo    = 3
	ofEachFrame  = 12
	someOfEach   = 150
)

// TestWhatWasLearnedIsCurrent makes reply_learned.bin of the examples again; UPDATE=1 writes it.
func TestWhatWasLearnedIsCurrent(t *testing.T) {
	want := learnedFile(t, lessons(t))
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("reply_learned.bin", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !alike(want, replyWeights) {
		t.Error("the examples or the word families have changed: UPDATE=1 go test ./engine/language -run WhatWasLearned")
	}
}

// alike compares two files; another processor may round a weight otherwise, and so leave out another feature here and there.
func alike(a, b []byte) bool {
	one, two := readLearned(a), readLearned(b)
	n := len(one.means)
	if !slices.Equal(one.means, two.means) {
		return false
	}
	rows := map[string][]byte{}
	for i := 0; i < len(one.keys)/4; i++ {
		rows[string(one.keys[4*i:4*i+4])] = one.weights[i*n : i*n+n]
	}
	others := max(0, len(two.keys)-len(one.keys)) / 4
	for i := 0; i < len(two.keys)/4; i++ {
		if !near(rows[string(two.keys[4*i:4*i+4])], two.weights[i*n:i*n+n]) {
			others++
		}
	}
	return others <= len(one.keys)/4/100
}

func near(a, b []byte) bool {
	for i := range a {
		if d := int(int8(a[i])) - int(int8(b[i])); d < -roundedTo || d > roundedTo {
			return false
		}
	}
	return len(a) == len(b)
}

// lesson is an example in numbers.
type lesson struct {
	class    int
	features []int // places among those that are kept
}

type lessonBook struct {
	names   []string
	keys    []uint32
	lessons []lesson
}

// lessons reads the examples, and leaves out what is seen too seldom to tell anything.
func lessons(t *testing.T) lessonBook {
	w, now := replyVocabulary(), corpusNow(t)
	var book lessonBook
	var all [][]uint32
	seen := map[uint32]int{}
	examples := taught(t)
	for _, e := range examples {
		if !slices.Contains(book.names, e.intent) {
			book.names = append(book.names, e.intent)
		}
		features := w.features(w.listen(e.text, now))
		all = append(all, features)
		for _, f := range features {
			seen[f]++
		}
	}
	slices.Sort(book.names)
	maps.DeleteFunc(seen, func(_ uint32, n int) bool { return n < seenAtLeast })
	book.keys = slices.Sorted(maps.Keys(seen))
	for i, e := range examples {
		l := lesson{class: slices.Index(book.names, e.intent)}
		for _, f := range all[i] {
			if at, ok := slices.BinarySearch(book.keys, f); ok {
				l.features = append(l.features, at)
			}
		}
		book.lessons = append(book.lessons, l)
	}
	return book
}

// taught are the examples, some of what is said in every order, and some stops beside other messages: what is friendly
// beside a stop takes nothing back.
func taught(t *testing.T) []labelled {
	examples := corpus(t, "reply_examples.de.yaml")
	choose := rand.New(rand.NewPCG(3, 4))
	orders := map[string][]string{"later": invitations(), "positive": wishesForMore(), "opt_out": stopsInEveryOrder()}
	for _, intent := range sortedKeys(orders) {
		for range someOfEach {
			examples = append(examples, labelled{text: orders[intent][choose.IntN(len(orders[intent]))], intent: intent})
		}
	}
	examples = append(examples, framed(t, choose)...)
	var stops, others []string
	for _, e := range examples {
		switch {
		case e.intent == string(MeansOptOut) && len(strings.Fields(e.text)) >= 4:
			stops = append(stops, e.text)
		case e.intent != string(MeansOptOut) && !e.alike:
			others = append(others, e.text)
		}
	}
	joints := []string{", ", ". ", " und ", " aber ", " - ", "! "}
	for i := range someOfEach {
		stop, other := stops[choose.IntN(len(stops))], others[choose.IntN(len(others))]
		if i%2 == 0 {
			stop, other = other, stop
		}
		examples = append(examples, labelled{text: stop + joints[i%len(joints)] + other, intent: string(MeansOptOut)})
	}
	return examples
}

// framed are some of what the frames of orders.yaml make, as many as a frame has words to fill in.
func framed(t *testing.T, choose *rand.Rand) []labelled {
	data, err := os.ReadFile("testdata/replies/orders.yaml")
	if err != nil {
		t.Fatal(err)
	}
	type order struct {
		Frames []string
		Words  map[string][]string
	}
	var file struct {
		Beside map[string][]string
		Means  map[string]order `yaml:",inline"`
	}
	if err := strictYAML(data, &file); err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for _, intent := range sortedKeys(file.Means) {
		words := maps.Clone(file.Beside)
		maps.Copy(words, file.Means[intent].Words)
		for _, frame := range file.Means[intent].Frames {
			for range ofEachFrame {
				out = append(out, labelled{text: anyFilled(choose, frame, words), intent: intent})
			}
		}
	}
	return out
}

// anyFilled puts some word in the place of every name.
func anyFilled(choose *rand.Rand, frame string, words map[string][]string) string {
	for range 2 { // a word may have a name in it
		for _, name := range sortedKeys(words) {
			frame = strings.ReplaceAll(frame, name, words[name][choose.IntN(len(words[name]))])
		}
	}
	return strings.Join(strings.Fields(frame), " ")
}

// learnedFile learns and writes down what readLearned reads; features that hardly tell anything are left out.
func learnedFile(t *testing.T, book lessonBook) []byte {
	weights := learn(book)
	most := 0.0
	for _, some := range weights {
		most = max(most, strongest(some))
	}
	scale := float32(most / 127)
	var keys []uint32
	var rows bytes.Buffer
	for i, some := range weights {
		if strongest(some) < tellsAtLeast*float64(scale) {
			continue
		}
		keys = append(keys, book.keys[i])
		for _, weight := range some {
			rows.WriteByte(byte(int8(math.Round(weight / float64(scale)))))
		}
	}
	names := strings.Join(book.names, " ")
	var out bytes.Buffer
	for _, part := range []any{uint32(len(keys)), scale, uint32(len(names)), []byte(names), keys, rows.Bytes()} {
		if err := binary.Write(&out, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func strongest(weights []float64) float64 {
	most := 0.0
	for _, weight := range weights {
		most = max(most, math.Abs(weight))
	}
	return most
}

// learn finds weights by walking down the slope, each as fast as it was steep so far (AdaGrad).
func learn(book lessonBook) [][]float64 {
	weights, steep := make([][]float64, len(book.keys)), make([][]float64, len(book.keys))
	for i := range weights {
		weights[i], steep[i] = make([]float64, len(book.names)), make([]float64, len(book.names))
	}
	order := rand.New(rand.NewPCG(1, 2))
	for range learnRounds {
		order.Shuffle(len(book.lessons), func(i, j int) { book.lessons[i], book.lessons[j] = book.lessons[j], book.lessons[i] })
		for _, l := range book.lessons {
			follow(weights, steep, l)
		}
	}
	return weights
}

// follow moves the weights towards what one example means.
func follow(weights, steep [][]float64, l lesson) {
	scores := make([]float64, len(weights[0]))
	norm := math.Sqrt(float64(len(l.features) + 1))
	for _, f := range l.features {
		for i, weight := range weights[f] {
			scores[i] += weight / norm
		}
	}
	for i, share := range softmax(scores) {
		slope := -share / norm
		if i == l.class {
			slope += 1 / norm
		}
		if math.Abs(slope*norm) < 0.005 {
			continue
		}
		for _, f := range l.features {
			steep[f][i] += slope * slope
			weights[f][i] += learnStep * slope / (math.Sqrt(steep[f][i]) + learnCareful)
		}
	}
}
