package language

import (
	"slices"
	"strings"
)

// How well a typed name fits a lead's; the lower the better.
const (
	exactly = iota
	oneName
	genitive
	beginning
	typo
	tiers
)

// Shortest words that may be a beginning of a name, or one with a typo.
const (
	shortestBeginning = 3
	shortestMistyped  = 5
)

// Match finds which of a user's lead names a typed one means and returns their
// indexes in order. Case, accents, umlauts, titles and the order of first and
// last name do not count. Only the best kind of fit is returned: the full name,
// else some of its words ("Lisa", "Lisa M."), else a genitive ("Lisas"), else
// beginnings of at least three letters, else one typo in a word of at least
// five. More than one index means that the user must be asked.
func Match(query string, names []string) []int {
	asked := nameWords(query)
	if len(asked) == 0 {
		return nil
	}
	var found []int
	best := tiers
	for i, n := range names {
		tier := fit(asked, nameWords(n))
		if tier < best {
			best, found = tier, found[:0]
		}
		if tier == best && tier < tiers {
			found = append(found, i)
		}
	}
	return found
}

// nameWords splits a name into folded words without titles.
func nameWords(text string) []string {
	composed, ok := readable(text)
	if !ok {
		return nil
	}
	var words []string
	titles := commandWords().titles
	for _, t := range tokens(composed) {
		if (t.word || t.number || !punctuation(t.text)) && !titles[t.text] {
			words = append(words, t.text)
		}
	}
	return words
}

func fit(asked, words []string) int {
	if sameWords(asked, words) {
		return exactly
	}
	for tier, same := range [...]func(a, w string) bool{
		oneName:   func(a, w string) bool { return a == w || len(a) == 1 && len(asked) > 1 && w[:1] == a },
		genitive:  func(a, w string) bool { return a == w || a == w+"s" },
		beginning: func(a, w string) bool { return a == w || len(a) >= shortestBeginning && strings.HasPrefix(w, a) },
		typo:      func(a, w string) bool { return a == w || len(a) >= shortestMistyped && oneEdit(a, w) },
	} {
		if same != nil && allFound(asked, words, same) {
			return tier
		}
	}
	return tiers
}

// sameWords ignores the order of words and how compounds are written
// (Anna-Lena, Annalena).
func sameWords(a, b []string) bool {
	if strings.Join(a, "") == strings.Join(b, "") {
		return true
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// allFound tells whether each word asked for has one of its own in the name.
func allFound(asked, words []string, same func(a, w string) bool) bool {
	taken := make([]bool, len(words))
	for _, a := range asked {
		i := -1
		for j, w := range words {
			if !taken[j] && same(a, w) {
				i = j
				break
			}
		}
		if i < 0 {
			return false
		}
		taken[i] = true
	}
	return true
}
