package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the operating system's user that Postgres runs as.
type account struct {
	uid, gid int
}

func isRoot() bool { return os.Geteuid() == 0 }

// newAccount chooses who shall own a new cluster.
func newAccount() (account, error) {
	if !isRoot() {
		return account{os.Geteuid(), os.Getegid()}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(found.Uid)
		gid, gidErr := strconv.Atoi(found.Gid)
		return account{uid, gid}, errors.Join(uidErr, gidErr)
	}
	return account{}, errors.New("postgres does not run as root, and there is neither a user postgres nor a user nobody to run it as")
}

// ownerOf returns the account that an existing cluster belongs to.
func ownerOf(data string) (account, error) {
	info, err := os.Stat(data)
	if err != nil {
		return account{}, err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, fmt.Errorf("the owner of %s is unknown", data)
	}
	if !isRoot() && int(owner.Uid) != os.Geteuid() {
		return account{}, fmt.Errorf("%s belongs to user %d: run as that user or as root", data, owner.Uid)
	}
	return account{int(owner.Uid), int(owner.Gid)}, nil
}

// command prepares a program that runs as the account, in a session of its
// own: an interrupt typed at a terminal must not reach the database before the
// program that uses it. Secrets in our environment stay with us.
func (a account) command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if isRoot() {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return cmd
}

// reaches says whether the account can enter dir. It is asked by entering,
// since permission bits are not the whole truth.
func (a account) reaches(ctx context.Context, dir string) bool {
	return a.command(ctx, dir, "true").Run() == nil
}

// give hands path and all below it to the account.
func (a account) give(path string) error {
	if !isRoot() {
		return nil
	}
	return filepath.WalkDir(path, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(name, a.uid, a.gid)
	})
}
