package local

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// nobodysPid is no process on any system, and a number that Postgres accepts.
const nobodysPid = "2147483647"

// Lines of postmaster.pid, in which Postgres describes the running server.
// https://www.postgresql.org/docs/current/storage-file-layout.html
const (
	pidLine    = 0
	socketLine = 4
)

func (c cluster) pidFile() string { return filepath.Join(c.data(), "postmaster.pid") }

// pidLines returns the lines of postmaster.pid, none where there is no file.
func (c cluster) pidLines() ([]string, error) {
	text, err := os.ReadFile(c.pidFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return strings.Split(string(text), "\n"), err
}

// postmaster returns the process that serves the cluster and the folder of its
// socket, or 0 when there is none: a killed server leaves its file behind, and
// its number may by now be another program's.
func (c cluster) postmaster() (pid int, socket string) {
	lines, err := c.pidLines()
	if err != nil || len(lines) <= socketLine {
		return 0, ""
	}
	pid, err = strconv.Atoi(strings.TrimSpace(lines[pidLine]))
	if err != nil || pid <= 0 || !serves(pid, c.data()) {
		return 0, ""
	}
	return pid, lines[socketLine]
}

// serves says whether the process is a Postgres at work in the data folder. A
// process that has ended but not been buried yet is not.
func serves(pid int, data string) bool {
	number := strconv.Itoa(pid)
	if runtime.GOOS == "linux" {
		name, err := os.ReadFile(filepath.Join("/proc", number, "comm"))
		if err != nil || strings.TrimSpace(string(name)) != "postgres" {
			return false
		}
		folder, err := os.Readlink(filepath.Join("/proc", number, "cwd"))
		return err == nil && folder == data
	}
	command, err := exec.Command("ps", "-ww", "-o", "command=", "-p", number).Output()
	return err == nil && strings.Contains(string(command), data)
}

// clearCrash makes way for a new server after the last one was killed. Only to
// be called when postmaster found none.
func (c cluster) clearCrash() error {
	lines, err := c.pidLines()
	if err != nil || lines == nil {
		return err
	}
	if err := c.killOrphans(); err != nil {
		return err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(lines[pidLine]))
	if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return nil // Postgres sees by itself that the file is stale
	}
	// The number belongs to a foreign process now, and Postgres would take it
	// for a server. Only the number is replaced: the shared memory named below
	// it is still checked by Postgres, the last guard against two servers.
	lines[pidLine] = nobodysPid
	file, err := os.OpenFile(c.pidFile(), os.O_WRONLY|os.O_TRUNC|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(strings.Join(lines, "\n"))
	return errors.Join(err, file.Close())
}

// killOrphans ends what a killed server left at work: it keeps the shared
// memory in use, and so keeps a new server from starting. For the data this is
// the same as the crash that has just happened. Elsewhere than on Linux orphans
// cannot be told from other servers' processes; they end when they become idle.
func (c cluster) killOrphans() error {
	if runtime.GOOS != "linux" {
		return nil
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || !serves(pid, c.data()) {
			continue
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	return nil
}
