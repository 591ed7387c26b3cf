package local

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// oldestMajor is the oldest Postgres that the product is tested with.
const oldestMajor = 15

// anyMajor asks for whatever version is there.
const anyMajor = 0

// errNoPrograms says what a person can do about missing Postgres programs.
var errNoPrograms = errors.New("no suitable Postgres programs on this machine: install them (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql@17) or set DATABASE_URL")

var versionNumber = regexp.MustCompile(`\) (\d+)`)

// host is what the machine offers; tests offer something else.
type host struct {
	path       string   // list of folders, as in PATH
	folders    []string // patterns of further folders that may hold the programs
	shared     string   // for clusters that cannot live in their data folder
	downloads  string   // for programs that were downloaded
	repository string   // where programs are downloaded from; empty: the library's choice
	scratch    bool     // speed before durability
}

// thisHost describes the machine that we run on.
func thisHost() host {
	h := host{
		path: os.Getenv("PATH"),
		folders: []string{
			"/usr/lib/postgresql/*/bin",                // Debian, Ubuntu
			"/usr/pgsql-*/bin",                         // packages of postgresql.org for Red Hat
			"/usr/libexec/postgresql*",                 // Alpine
			"/opt/homebrew/opt/postgresql*/bin",        // Homebrew on Apple silicon
			"/usr/local/opt/postgresql*/bin",           // Homebrew on Intel
			"/home/linuxbrew/.linuxbrew/opt/post*/bin", // Homebrew on Linux
			"/usr/local/pgsql/bin",                     // built from source
		},
		shared: "/var/lib/salesflow",
	}
	h.downloads = filepath.Join(h.shared, "programs")
	if cache, err := os.UserCacheDir(); err == nil && !isRoot() {
		h.downloads = filepath.Join(cache, "salesflow")
	}
	return h
}

// programs returns the folder with the Postgres programs of the given major
// version: installed ones if there are any, else downloaded ones.
func (h host) programs(ctx context.Context, major int) (string, error) {
	for _, bin := range h.candidates() {
		found, err := majorOf(ctx, bin)
		if err != nil {
			continue
		}
		if found == major || major == anyMajor && found >= oldestMajor {
			return bin, nil
		}
	}
	bin, err := h.download(major)
	if err == nil {
		return bin, nil
	}
	if major != anyMajor {
		return "", fmt.Errorf("the data needs Postgres %d: %w (%w)", major, errNoPrograms, err)
	}
	return "", fmt.Errorf("%w (%w)", errNoPrograms, err)
}

// candidates lists folders that may hold the programs: what the user put on
// PATH first, then the newest of each kind.
func (h host) candidates() []string {
	var bins []string
	for _, dir := range filepath.SplitList(h.path) {
		if real, err := filepath.EvalSymlinks(filepath.Join(dir, "initdb")); err == nil && filepath.IsAbs(real) {
			bins = append(bins, filepath.Dir(real))
		}
	}
	for _, pattern := range append(slices.Clip(h.folders), filepath.Join(h.downloads, "*", "bin")) {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			continue
		}
		slices.SortFunc(matches, func(a, b string) int { return cmp.Compare(b, a) })
		bins = append(bins, matches...)
	}
	return bins
}

// majorOf asks the server program in bin for its major version.
func majorOf(ctx context.Context, bin string) (int, error) {
	if _, err := os.Stat(filepath.Join(bin, "initdb")); err != nil {
		return 0, err
	}
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return 0, err
	}
	match := versionNumber.FindSubmatch(out)
	if match == nil {
		return 0, fmt.Errorf("%s does not tell its version", bin)
	}
	return strconv.Atoi(string(match[1]))
}
