package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed starting.de.yaml
var startingData []byte

// startingWords are those of starting.de.yaml, folded.
type startingWords struct{ begins, with, fillers map[string]bool }

// startWords is read once; see timeWords.
var startWords = sync.OnceValue(func() startingWords {
	var f struct{ Begins, With, Fillers []string }
	if err := strictYAML(startingData, &f); err != nil {
		panic(err) // it is part of the program
	}
	return startingWords{wordSet(f.Begins), wordSet(f.With), wordSet(f.Fillers)}
})

// Starting reads that a sequence is to be started with a lead. What is started may be left open; with whom may not.
func Starting(text string) (sequence, lead string, ok bool) {
	w := startWords()
	words := strings.Fields(text)
	if len(words) < 3 || !w.begins[fold(words[0])] {
		return "", "", false
	}
	with := len(words) - 1
	for ; with > 0 && !w.with[fold(words[with])]; with-- {
	}
	if with == 0 || with == len(words)-1 {
		return "", "", false
	}
	named := words[1:with]
	about := slices.ContainsFunc(named, func(word string) bool { return w.fillers[fold(word)] })
	named = slices.DeleteFunc(slices.Clone(named), func(word string) bool { return w.fillers[fold(word)] })
	if len(named) == 0 && !about {
		return "", "", false
	}
	return strings.Join(named, " "), strings.Trim(strings.Join(words[with+1:], " "), ".!?"), true
}
