package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// superuser is the name of the database user that owns a cluster.
const superuser = "salesflow"

// cluster is a Postgres data folder with all that is needed to serve it.
type cluster struct {
	home    string // holds the data folder, the locks and the log
	bin     string // the programs, of the data's version
	socket  string // folder of the unix socket
	owner   account
	scratch bool
}

func (c cluster) data() string { return filepath.Join(c.home, "data") }

// openCluster returns the cluster in home, made where there is none.
func (h host) openCluster(ctx context.Context, home string) (cluster, error) {
	c := cluster{home: home, socket: socketFolder(home), scratch: h.scratch}
	if isCluster(home) {
		return h.existing(ctx, c)
	}
	return h.fresh(ctx, c)
}

func (h host) existing(ctx context.Context, c cluster) (cluster, error) {
	var err error
	if c.owner, err = ownerOf(c.data()); err != nil {
		return c, err
	}
	if c.owner.uid == 0 { // a backup that root has put back
		if c.owner, err = newAccount(); err != nil {
			return c, err
		}
		if err = c.owner.give(c.data()); err != nil {
			return c, err
		}
	}
	if !c.owner.reaches(ctx, c.data()) {
		return c, fmt.Errorf("user %d, which runs Postgres, cannot enter %s: give others the right to pass through its parent folders", c.owner.uid, c.data())
	}
	text, err := os.ReadFile(filepath.Join(c.data(), "PG_VERSION"))
	if err != nil {
		return c, err
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return c, fmt.Errorf("version of %s: %w", c.data(), err)
	}
	c.bin, err = h.programs(ctx, major)
	return c, err
}

// fresh makes the cluster beside its final place and moves it there when it is
// complete, so a cluster that is seen is a whole one.
func (h host) fresh(ctx context.Context, c cluster) (cluster, error) {
	var err error
	if c.owner, err = newAccount(); err != nil {
		return c, err
	}
	if c.bin, err = h.programs(ctx, anyMajor); err != nil {
		return c, err
	}
	draft := c.data() + ".new"
	if err := os.RemoveAll(draft); err != nil {
		return c, err
	}
	if err := c.makePrivate(draft); err != nil {
		return c, err
	}
	initdb := c.owner.command(ctx, c.home, filepath.Join(c.bin, "initdb"), c.initArguments(draft)...)
	if out, err := initdb.CombinedOutput(); err != nil {
		return c, fmt.Errorf("initdb as user %d: %w: %s", c.owner.uid, err, lastLines(out))
	}
	if err := os.Rename(draft, c.data()); err != nil {
		return c, err
	}
	return c, syncFolder(c.home)
}

// initArguments sorts by code point on every machine, yet knows upper and
// lower case beyond ASCII. Whoever can reach the socket is trusted, nobody else.
func (c cluster) initArguments(data string) []string {
	args := []string{
		"--pgdata=" + data, "--username=" + superuser, "--encoding=UTF8",
		"--locale=C", "--lc-ctype=" + caseLocale(), "--auth-local=trust", "--auth-host=reject",
	}
	if c.scratch {
		return append(args, "--no-sync")
	}
	return append(args, "--data-checksums")
}

func caseLocale() string {
	if runtime.GOOS == "darwin" { // has no C.UTF-8
		return "en_US.UTF-8"
	}
	return "C.UTF-8"
}

// makePrivate makes a folder that only the owner of the cluster can enter.
func (c cluster) makePrivate(folder string) error {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	return c.owner.give(folder)
}

// makeSocketFolder makes the folder of the socket where it is missing. In the
// temporary folder anybody may have made it before us, so it is checked.
func (c cluster) makeSocketFolder() error {
	err := c.makePrivate(c.socket)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(c.socket)
	if err != nil {
		return err
	}
	owner, err := ownerOf(c.socket)
	if err != nil {
		return err
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 || owner.uid != c.owner.uid {
		return fmt.Errorf("%s must be a private folder of user %d: remove it", c.socket, c.owner.uid)
	}
	return nil
}

// syncFolder makes a rename in folder last.
func syncFolder(folder string) error {
	file, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// lastLines shortens the output of a program to what says why it ended.
func lastLines(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[max(0, len(lines)-4):], "; ")
}
