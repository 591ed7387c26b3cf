package local

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"
)

// pollEvery is the pause between two looks at something that is about to
// happen on this machine.
const pollEvery = 10 * time.Millisecond

// lockFile opens the file at path, made where missing, and waits for a lock on
// it: syscall.LOCK_EX or LOCK_SH. Closing the file gives the lock back, and so
// does the kernel when the program is killed.
func lockFile(ctx context.Context, path string, how int) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			break
		}
		if err = wait(ctx, pollEvery); err != nil {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(&os.PathError{Op: "lock", Path: path, Err: err}, file.Close())
	}
	return file, nil
}

// alone turns our shared lock into an exclusive one and reports whether that
// was possible, which is when nobody else holds it.
func alone(file *os.File) bool {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// wait pauses for d, or less when ctx ends before, and then returns its error.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
