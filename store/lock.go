package store

import (
	"os"
	"path/filepath"
	"syscall"
)

const lockName = "rolecall.lock"

// lockDir takes the directory for this process. The system drops the lock when
// the process ends, however it ends, so a kill leaves nothing to clean up.
func lockDir(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, &UnwritableError{Path: dir, Err: cause(err)}
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, &InUseError{Dir: dir}
	}
	return f, nil
}
