package local

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// portName is the number in the name of the socket file; nothing listens on it.
const portName = "5432"

// longestSocketPath is what fits into a socket address on every system that we
// run on (macOS has the shortest one, 104 bytes with a zero at the end).
const longestSocketPath = 103

// socketFolder returns where the socket of the cluster in home belongs. A
// comma separates hosts in a connection string and so cannot be in its path.
func socketFolder(home string) string {
	folder := filepath.Join(home, "socket")
	if len(folder)+len("/.s.PGSQL."+portName) <= longestSocketPath && !strings.Contains(folder, ",") {
		return folder
	}
	sum := sha256.Sum256([]byte(home))
	return filepath.Join(os.TempDir(), fmt.Sprintf("salesflow-%x", sum[:8]))
}

// url returns the connection string of the server that has its socket in c.socket.
func (c cluster) url() string {
	query := url.Values{
		"host": {c.socket}, "port": {portName}, "user": {superuser}, "sslmode": {"disable"},
	}
	return "postgres:///postgres?" + query.Encode()
}

// arguments are those of the server program. What stands here holds whatever
// postgresql.conf says, in clusters of earlier releases too; the rest may be
// tuned there.
func (c cluster) arguments() []string {
	settings := []string{
		"listen_addresses=",
		`unix_socket_directories="` + strings.ReplaceAll(c.socket, `"`, `""`) + `"`,
		"unix_socket_permissions=0700",
		"port=" + portName,
		"timezone=UTC",
		"log_timezone=UTC",
		"shared_buffers=128MB",
		"jit=off", // compiling costs more than our short statements do
		// Errors of statements quote values, which are personal data. The
		// client is told them; the log keeps what concerns the server itself.
		"log_min_messages=log",
		"log_min_error_statement=panic",
		"log_error_verbosity=terse",
		"log_checkpoints=off",
	}
	args := []string{"-D", c.data()}
	for _, setting := range append(settings, c.durability()...) {
		args = append(args, "-c", setting)
	}
	return args
}

func (c cluster) durability() []string {
	if c.scratch {
		return []string{
			"fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "max_connections=300",
		}
	}
	return []string{"fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=100"}
}
