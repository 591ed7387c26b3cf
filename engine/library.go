package engine

import (
	"context"
	"sync"
)

// Library is the sequences that come with the program, and how those that are kept with users are read. It may be used
// by many goroutines at once.
type Library struct {
	builtIn  []Sequence
	notation Notation
	known    sync.Map // Sequence by versionKey
}

// Notation is how sequences are read and written.
type Notation struct {
	// Read reads a version as it was kept.
	Read func(source string) (Sequence, error)
	// Check reads a file that a user sent, who has this already. Where something is wrong with it nothing is found;
	// remarks say what, a line each, and may say something of a good file, too.
	Check func(name string, text []byte, own Content) (found Content, remarks []string)
	// Write gives a sequence as a file that Check reads.
	Write func(s Sequence) (string, error)
	// WriteTemplates gives templates as a file that Check reads.
	WriteTemplates func(t Templates) (string, error)
}

// Content is what files say.
type Content struct {
	Sequences []Sequence
	Templates Templates
	Company   string // whose rules hold for the templates
}

// versionKey names a version of a sequence.
type versionKey struct{ id, version string }

// NewLibrary returns a library of these sequences that reads others by a notation.
func NewLibrary(builtIn []Sequence, notation Notation) *Library {
	l := &Library{builtIn: builtIn, notation: notation}
	for _, s := range builtIn {
		l.known.Store(versionKey{s.ID, s.Hash}, s)
	}
	return l
}

// compiled is the sequence of a version that is kept. Whose it is makes no difference: what it says does.
func (l *Library) compiled(v SequenceVersion) (Sequence, error) {
	key := versionKey{v.ID, v.Version}
	if known, ok := l.known.Load(key); ok {
		return known.(Sequence), nil
	}
	s, err := l.notation.Read(v.Source)
	if err != nil {
		return s, err
	}
	s.ID, s.Hash, s.Source = v.ID, v.Version, v.Source // as the runs know it, however a later program counts
	l.known.Store(key, s)
	return s, nil
}

// version is the version of a sequence that a run keeps to. It is not there when it was not kept, or when this program
// cannot read it: the lead is followed up without it then.
func (t *turn) version(ctx context.Context, r Run) (s Sequence, found bool, err error) {
	library := t.engine.Library
	if known, ok := library.known.Load(versionKey{r.SequenceID, r.Version}); ok {
		return known.(Sequence), true, nil
	}
	kept, err := t.tx.SequenceVersion(ctx, r.SequenceID, r.Version)
	if CodeOf(err) == NotFound {
		return s, false, nil
	}
	if err != nil {
		return s, false, err
	}
	s, unread := library.compiled(kept)
	return s, unread == nil, nil
}

// sequences are those that the user may start: the user's own, and the built-in ones with other ids.
func (t *turn) sequences(ctx context.Context) ([]Sequence, error) {
	if t.engine.Library == nil {
		return nil, nil
	}
	own, err := t.tx.CurrentSequences(ctx)
	if err != nil {
		return nil, err
	}
	var all []Sequence
	mine := map[string]bool{}
	for _, v := range own {
		s, err := t.engine.Library.compiled(v)
		if err != nil { // a later program may not know what an earlier one kept: the built-in one serves
			continue
		}
		mine[s.ID], all = true, append(all, s)
	}
	for _, s := range t.engine.Library.builtIn {
		if !mine[s.ID] {
			all = append(all, s)
		}
	}
	return all, nil
}

// sequence is the one that a new run of this id starts with; code NotFound.
func (t *turn) sequence(ctx context.Context, id string) (Sequence, error) {
	all, err := t.sequences(ctx)
	if err != nil {
		return Sequence{}, err
	}
	for _, s := range all {
		if s.ID == id {
			return s, nil
		}
	}
	return Sequence{}, &Error{Code: NotFound, Key: "error.sequence"}
}
