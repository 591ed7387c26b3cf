package language

import (
	"maps"
	"slices"
)

// Lengths from which a word may be a typo of another.
const (
	shortestSwapped = 4 // two letters changed over: nciht
	shortestEdited  = 6 // one letter wrong, missing or too many
	shortestBegin   = 3
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// inherit gives whole words what their beginnings mean, too.
func (w *replyWords) inherit() {
	for _, m := range []map[string]*families{w.exact, w.single} {
		for word, fams := range m {
			if found := w.byParts(squash(word)); found != nil {
				fams.addAll(found)
			}
		}
	}
}

// indexTypos collects the words that an unknown one is compared with.
func (w *replyWords) indexTypos() {
	for _, word := range sortedKeys(w.single) {
		if len(word) < shortestSwapped {
			continue
		}
		for i := 1; i < len(word); i++ {
			swapped := []byte(word)
			swapped[i-1], swapped[i] = swapped[i], swapped[i-1]
			if _, ok := w.swapped[string(swapped)]; !ok {
				w.swapped[string(swapped)] = word
			}
		}
		if len(word) >= shortestEdited-1 {
			w.near[word[0]] = append(w.near[word[0]], word)
		}
	}
}

// of gives the families of a folded word, nil where it is not known.
func (w *replyWords) of(word string) *families {
	if known := w.known(word); known != nil {
		return known
	}
	return w.corrected(squash(word))
}

// known looks a word up as it is, without doubled letters, by its longest known beginning, by its ending.
func (w *replyWords) known(word string) *families {
	if found := w.exact[word]; found != nil {
		return found
	}
	word = squash(word)
	if found := w.single[word]; found != nil {
		return found
	}
	return w.byParts(word)
}

// byParts looks up a word without doubled letters by its beginning and ending.
func (w *replyWords) byParts(word string) *families {
	for n := len(word); n >= shortestBegin; n-- {
		if found := w.begins[word[:n]]; found != nil {
			return found
		}
	}
	for i := 1; i <= len(word)-shortestBegin; i++ {
		if found := w.ends[word[i:]]; found != nil {
			return found
		}
	}
	return nil
}

// corrected finds what a mistyped word was meant to be.
func (w *replyWords) corrected(word string) *families {
	if meant, ok := w.swapped[word]; ok {
		return w.single[meant]
	}
	if len(word) < shortestBegin {
		return nil
	}
	for _, known := range w.eager[word[0]] {
		if oneEdit(word, known) {
			return w.single[known]
		}
	}
	if len(word) < shortestEdited-1 {
		return nil
	}
	for _, known := range w.near[word[0]] {
		if max(len(word), len(known)) >= shortestEdited && oneEdit(word, known) {
			return w.single[known]
		}
	}
	return nil
}

// halves splits two known words that were written as one: "nichtmehr".
func (w *replyWords) halves(word string) (first, second string, ok bool) {
	for i := 2; i <= len(word)-2; i++ {
		if (i >= 3 || len(word)-i >= 4) && w.exact[word[:i]] != nil && w.exact[word[i:]] != nil {
			return word[:i], word[i:], true
		}
	}
	return "", "", false
}
