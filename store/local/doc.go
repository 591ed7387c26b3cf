// Package local runs the Postgres of one machine: it finds the Postgres
// programs, makes a cluster in a data folder, starts it, adopts the one that a
// killed program left behind, restarts it when it dies and stops it when its
// last user leaves.
//
// It knows nothing of the schema and nothing of the product: what it hands out
// is a connection string.
//
// # What lies where
//
// DIR is the data folder that the caller names.
//
//	DIR/postgres/data          the cluster, owned by the account that Postgres runs as
//	DIR/postgres/socket        the only way in: a unix socket in a private folder
//	DIR/postgres/postgres.log  messages of the server; .old is the run before
//	DIR/postgres/start.lock    held while somebody starts or stops the server
//	DIR/postgres/users.lock    shared by all programs that use the server
//	DIR/postgres-location      only where the cluster had to be put elsewhere: says where
//
// # How it is reached
//
// The server does not listen on the network at all. A unix socket needs no
// port that may be taken and no password that may leak, and it is faster. Its
// folder lets in the account that Postgres runs as, and root. Socket paths are
// limited to about 100 bytes; for a longer data folder the socket lies in a
// folder of the same privacy under the temporary folder.
//
// # Who runs it
//
// Postgres refuses to run as root. Started by root it runs as the owner of the
// existing data, otherwise as user postgres, otherwise as nobody. Where that
// account cannot reach the data folder (below /root, usually), the cluster is
// put under /var/lib/salesflow, and a file in the data folder says so.
//
// # Why embedded-postgres only downloads here
//
// The library's own life cycle deletes a cluster whose version does not match
// its programs, cannot drop root, and cannot adopt a running server. It is
// used for what it does well, fetching programs where none are installed.
package local
