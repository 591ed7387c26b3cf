// Package migrations owns the database schema as numbered SQL files. It knows nothing of Go types:
// package store runs the files and is the only reader.
package migrations

import "embed"

// Files are the migrations in goose format, applied in the order of their numbers, forward only.
//
//go:embed *.sql
var Files embed.FS
