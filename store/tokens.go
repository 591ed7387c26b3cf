package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

// A token is this prefix and 32 random bytes. The prefix lets scanners of leaked secrets recognise it.
const (
	tokenPrefix = "sf_"
	tokenBytes  = 32
)

// AddToken gives the user an API token under a name and returns its secret. Only a hash is kept: nobody can
// look the secret up again.
func (db *DB) AddToken(ctx context.Context, user engine.UserID, name string, at time.Time) (secret string, err error) {
	random := make([]byte, tokenBytes)
	rand.Read(random) // never fails
	secret = tokenPrefix + base64.RawURLEncoding.EncodeToString(random)
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	err = db.inTx(ctx, asUser(user), func(q *pipeline) error {
		return exec(ctx, q, `INSERT INTO api_tokens (id, user_id, hash, name, created_at) VALUES ($1, $2, $3, $4, $5)`,
			id, user, tokenHash(secret), name, at)
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// RevokeToken ends all tokens of the user with this name from the next request on; code NotFound when there is
// none that still works.
func (db *DB) RevokeToken(ctx context.Context, user engine.UserID, name string, at time.Time) error {
	return db.inTx(ctx, asUser(user), func(q *pipeline) error {
		revoked, err := many[struct{ ID uuid.UUID }](ctx, q, `
			UPDATE api_tokens SET revoked_at = $3 WHERE user_id = $1 AND name = $2 AND revoked_at IS NULL
			RETURNING id`, user, name, at)
		_, err = first(revoked, err)
		return err
	})
}

// Authenticate returns the user whose API token the credential is. Anything else gives code NotFound: whether
// it is malformed, unknown or revoked is nobody's business.
func (db *DB) Authenticate(ctx context.Context, credential string) (engine.User, error) {
	if !isToken(credential) {
		return engine.User{}, &engine.Error{Code: engine.NotFound}
	}
	var users []engine.User
	err := db.read(ctx, acrossUsers, rowsInto(&users, `
		SELECT `+userColumns+byToken, tokenHash(credential)))
	return first(users, err)
}

// byToken finds the user of a token that still works; $1 is its hash.
const byToken = ` FROM users WHERE id = (SELECT user_id FROM api_tokens WHERE hash = $1 AND revoked_at IS NULL)`

func isToken(credential string) bool {
	return strings.HasPrefix(credential, tokenPrefix) &&
		len(credential) == len(tokenPrefix)+base64.RawURLEncoding.EncodedLen(tokenBytes)
}

func tokenHash(secret string) []byte {
	hash := sha256.Sum256([]byte(secret)) // the secret is random: it needs no key
	return hash[:]
}
