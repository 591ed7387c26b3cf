package local

import (
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// closedFolder returns a data folder below one that only its owner can enter.
func closedFolder(t *testing.T) string {
	t.Helper()
	closed := newFolder(t)
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(closed, "data")
}

func TestFolderThatOnlyRootCanEnterIsServedFromElsewhere(t *testing.T) {
	t.Parallel()
	h, dir := testHost(t), closedFolder(t)
	s := begin(t, h, dir)
	execute(t, s.URL(), keepLisa)
	stop(t, s)
	want := dir
	if isRoot() {
		want = h.shared
	}
	if filepath.Dir(s.cluster.home) != want {
		t.Errorf("the cluster is in %s, want it in %s", s.cluster.home, want)
	}

	moved := dir + "-moved"
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	expectLisa(t, begin(t, h, moved).URL())
}

func TestLostNoteLosesNoData(t *testing.T) {
	t.Parallel()
	h, dir := testHost(t), closedFolder(t)
	s := begin(t, h, dir)
	execute(t, s.URL(), keepLisa)
	stop(t, s)
	if err := os.RemoveAll(filepath.Join(dir, noteName)); err != nil {
		t.Fatal(err)
	}
	expectLisa(t, begin(t, h, dir).URL())
}

func TestNoteOfAMissingClusterIsExplained(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := writeNote(dir, filepath.Join(t.TempDir(), "gone")); err != nil {
		t.Fatal(err)
	}
	_, err := testHost(t).start(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "where no database is") {
		t.Errorf("got %v", err)
	}
}

func TestScratchClusterNeverGoesElsewhere(t *testing.T) {
	t.Parallel()
	h := testHost(t)
	h.scratch = true
	s, err := h.start(t.Context(), closedFolder(t), slog.New(slog.DiscardHandler))
	switch {
	case err == nil:
		stop(t, s)
		fallthrough
	case isRoot():
		if _, elsewhere := os.Stat(h.shared); elsewhere == nil {
			t.Error("it went elsewhere")
		}
	default:
		t.Error(err)
	}
}

func TestBackupThatRootCopiedBackIsServed(t *testing.T) {
	t.Parallel()
	h, dir := testHost(t), newFolder(t)
	s := begin(t, h, dir)
	execute(t, s.URL(), keepLisa)
	stop(t, s)
	us := account{os.Geteuid(), os.Getegid()}
	if err := us.give(s.cluster.home); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(s.cluster.socket); err != nil {
		t.Fatal(err)
	}
	expectLisa(t, begin(t, h, dir).URL())
}

func TestOrdinaryUserRunsItsOwnServer(t *testing.T) {
	t.Parallel()
	dir := newFolder(t)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	user := account{os.Geteuid(), os.Getegid()}
	if isRoot() {
		user = account{65534, 65534}
	}
	if err := user.give(dir); err != nil {
		t.Fatal(err)
	}
	p := newProgram(t, dir, &user)
	url := p.url(t)
	execute(t, url, keepLisa)
	owner, err := ownerOf(filepath.Join(dir, "postgres/data"))
	if err != nil || owner.uid != user.uid {
		t.Errorf("owned by %d, %v", owner.uid, err)
	}
	p.stop(t)

	s := begin(t, testHost(t), dir) // root serves it as its owner
	expectLisa(t, s.URL())
	if got := ask(t, s.URL(), `SELECT name FROM kept`); got != "Lisa" || s.cluster.owner.uid != user.uid {
		t.Errorf("served as %d", s.cluster.owner.uid)
	}
}

func TestDataArePrivate(t *testing.T) {
	t.Parallel()
	s := begin(t, testHost(t), newFolder(t))
	for _, folder := range []string{s.cluster.data(), s.cluster.socket} {
		info, err := os.Stat(folder)
		if err != nil || info.Mode().Perm() != fs.FileMode(0o700) {
			t.Errorf("%s: %v, %v", folder, info.Mode(), err)
		}
	}
}
