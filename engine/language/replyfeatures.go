package language

import (
	"math/bits"
	"slices"
)

// gram is how many letters the pieces of words have that are learned from.
const gram = 4

// replyPieces bounds the words that are looked at.
const replyPieces = 60

// Kinds of features, so that a word and a piece of one don't count as the same.
const (
	aWord = iota
	aPiece
	twoWords
	aFamily
	twoFamilies
	nearFamilies
	opensWith
	isLong
)

// features gives numbers for what a reply consists of: its words, their pieces and families, and what stands beside what.
// They are the same in every run, for what was learned is kept by them.
func (w *replyWords) features(s *said) []uint32 {
	out := make([]uint32, 0, 256)
	var last *spoken
	n := 0
	for i := range s.words {
		sp := &s.words[i]
		if n++; n > replyPieces {
			break
		}
		out = w.wordFeatures(out, sp, last)
		if last == nil {
			out = append(out, mixed(opensWith, hashOf(sp.text), 0))
		}
		out = w.nearFeatures(out, s.words[:i+1])
		last = sp
	}
	out = append(out, mixed(isLong, uint32(bits.Len(uint(s.count))), 0))
	slices.Sort(out)
	return slices.Compact(out)
}

func (w *replyWords) wordFeatures(out []uint32, sp, last *spoken) []uint32 {
	word := hashOf(sp.text)
	out = append(out, mixed(aWord, word, 0))
	padded := "^" + sp.text + "$"
	for i := 0; i+gram <= len(padded); i++ {
		out = append(out, mixed(aPiece, hashOf(padded[i:i+gram]), 0))
	}
	own := w.lasting(&sp.fams)
	for _, f := range own {
		out = append(out, mixed(aFamily, f, 0))
	}
	if last == nil {
		return out
	}
	out = append(out, mixed(twoWords, hashOf(last.text), word))
	for _, before := range w.lasting(&last.fams) {
		for _, f := range own {
			out = append(out, mixed(twoFamilies, before, f))
		}
	}
	return out
}

// withinReach is how far apart two words of a clause may be that are seen together.
const withinReach = 4

// nearFeatures pairs the families of the last word with those of words a little before it.
func (w *replyWords) nearFeatures(out []uint32, words []spoken) []uint32 {
	last := len(words) - 1
	own := w.lasting(&words[last].fams)
	for i := last - 2; i >= 0 && i >= last-withinReach && words[i].clause == words[last].clause; i-- {
		for _, before := range w.lasting(&words[i].fams) {
			for _, f := range own {
				out = append(out, mixed(nearFamilies, before, f))
			}
		}
	}
	return out
}

// lasting gives numbers for families that stay the same whatever else is in the vocabulary; words that rules name are left
// out, so that a new rule changes nothing that was learned.
func (w *replyWords) lasting(s *families) []uint32 {
	var out []uint32
	for i := range s {
		for some := s[i] & w.named[i]; some != 0; some &= some - 1 {
			out = append(out, w.hashes[i*64+bits.TrailingZeros64(some)])
		}
	}
	return out
}

// nameFamilies fills in what lasting needs; so far no rule has named a word.
func (w *replyWords) nameFamilies() {
	w.hashes = make([]uint32, mostFamilies)
	for name, id := range w.ids {
		w.named.add(id)
		w.hashes[id] = hashOf(name)
	}
}

// hashOf is FNV-1a.
func hashOf(text string) uint32 {
	h := uint32(2166136261)
	for i := range len(text) {
		h = (h ^ uint32(text[i])) * 16777619
	}
	return h
}

// mixed makes one number of a kind and two others.
func mixed(kind, a, b uint32) uint32 {
	h := (a ^ kind*0x9e3779b1) * 0x85ebca6b
	h = (h ^ h>>13 ^ b) * 0xc2b2ae35
	return h ^ h>>16
}
