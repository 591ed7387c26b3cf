package local

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"

	embedded "github.com/fergusstrange/embedded-postgres"
)

// download fetches the programs of the given major version and returns their
// folder. The library cannot fetch without also starting a server, so it starts
// one on a folder that is thrown away: a proof that the programs run here. As
// root that start is refused, but the programs are in place by then.
func (h host) download(major int) (string, error) {
	version, err := release(major)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(h.downloads, 0o755); err != nil {
		return "", err
	}
	trial, err := os.MkdirTemp("", "salesflow-trial-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(trial)
	port, err := freePort()
	if err != nil {
		return "", err
	}
	home := filepath.Join(h.downloads, string(version))
	config := embedded.DefaultConfig().Version(version).Port(port).Logger(io.Discard).
		CachePath(h.downloads).BinariesPath(home).
		RuntimePath(filepath.Join(trial, "run")).DataPath(filepath.Join(trial, "data"))
	if h.repository != "" {
		config = config.BinaryRepositoryURL(h.repository)
	}
	server := embedded.NewDatabase(config)
	if err = server.Start(); err == nil {
		err = server.Stop()
	}
	bin := filepath.Join(home, "bin")
	if _, missing := os.Stat(filepath.Join(bin, "initdb")); missing != nil {
		return "", fmt.Errorf("download: %w", errors.Join(err, missing))
	}
	return bin, nil
}

// release returns the version to download for a major version.
func release(major int) (embedded.PostgresVersion, error) {
	switch major {
	case anyMajor, 18:
		return embedded.V18, nil
	case 17:
		return embedded.V17, nil
	case 16:
		return embedded.V16, nil
	case 15:
		return embedded.V15, nil
	default:
		return "", fmt.Errorf("there is no download of Postgres %d", major)
	}
}

// freePort finds a port for the trial start. It may be taken by somebody else
// before the trial; the programs are fetched all the same.
func freePort() (uint32, error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return 0, err
	}
	address, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return 0, errors.Join(errors.New("no port"), listener.Close())
	}
	return uint32(address.Port), listener.Close()
}
