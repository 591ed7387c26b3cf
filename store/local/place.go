package local

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// noteName is the file in the data folder that says where the cluster is when
// it is not in that folder.
const noteName = "postgres-location"

const noteText = `%s

The database of this folder lies in the folder named in the first line, because
Postgres does not run as root, and the user it runs as cannot enter this one.
Keep this file: the program reads it.
`

// locate returns the folder that holds, or shall hold, the cluster of dir.
func (h host) locate(ctx context.Context, dir string) (string, error) {
	noted, err := readNote(dir)
	if err != nil || noted != "" {
		return noted, err
	}
	home := filepath.Join(dir, "postgres")
	if isCluster(home) {
		return home, nil
	}
	owner, err := newAccount()
	if err != nil {
		return "", err
	}
	if err := makeHome(home); err != nil {
		return "", err
	}
	if owner.reaches(ctx, home) {
		return home, nil
	}
	_ = os.Remove(home) // an empty folder that stays does no harm
	return h.elsewhere(ctx, dir, owner)
}

// elsewhere makes a home for the cluster of dir outside of dir. It is the same
// one each time, so a lost note loses no data.
func (h host) elsewhere(ctx context.Context, dir string, owner account) (string, error) {
	if h.scratch {
		return "", fmt.Errorf("user %d, which runs Postgres, cannot enter %s", owner.uid, dir)
	}
	sum := sha256.Sum256([]byte(dir))
	home := filepath.Join(h.shared, fmt.Sprintf("%x", sum[:8]))
	for _, folder := range []string{h.shared, home} {
		if err := makeHome(folder); err != nil {
			return "", err
		}
	}
	if !owner.reaches(ctx, home) {
		return "", fmt.Errorf("user %d, which runs Postgres, can enter neither %s nor %s: put the data folder where it can", owner.uid, dir, home)
	}
	return filepath.EvalSymlinks(home)
}

// realDir makes dir where it is missing and returns its true path.
func realDir(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(dir)
}

// makeHome makes a folder that others can pass through but not look into,
// whatever the umask.
func makeHome(folder string) error {
	if err := os.MkdirAll(folder, 0o711); err != nil {
		return err
	}
	return os.Chmod(folder, 0o711)
}

func isCluster(home string) bool {
	_, err := os.Lstat(filepath.Join(home, "data"))
	return err == nil
}

// readNote returns the home that the note in dir names, or nothing when there
// is no note.
func readNote(dir string) (string, error) {
	note := filepath.Join(dir, noteName)
	text, err := os.ReadFile(note)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	home, _, _ := strings.Cut(string(text), "\n")
	if !filepath.IsAbs(home) || !isCluster(home) {
		return "", fmt.Errorf("%s names %q, where no database is: bring it back, or remove the file to start with an empty one", note, home)
	}
	return filepath.EvalSymlinks(home)
}

// writeNote leaves a note in dir when home is not inside of it.
func writeNote(dir, home string) error {
	if filepath.Dir(home) == dir {
		return nil
	}
	return os.WriteFile(filepath.Join(dir, noteName), fmt.Appendf(nil, noteText, home), 0o644)
}
