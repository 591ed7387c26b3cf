package store

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

func TestTokenStandsForItsUser(t *testing.T) {
	t.Parallel()
	db, networker, other := apiDB(t)
	for _, user := range []engine.UserID{networker, other} {
		secret, err := db.AddToken(t.Context(), user, "app", apiNow)
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.Authenticate(t.Context(), secret)
		if err != nil || got.ID != user || got.Timezone != "Europe/Berlin" {
			t.Errorf("%v, %v, want user %v", got.ID, err, user)
		}
	}
}

func TestSecretIsNotKept(t *testing.T) {
	t.Parallel()
	db, networker, _ := apiDB(t)
	secret, err := db.AddToken(t.Context(), networker, "app", apiNow)
	if err != nil {
		t.Fatal(err)
	}
	if len(secret) != 46 || !strings.HasPrefix(secret, "sf_") {
		t.Errorf("a secret of %d characters", len(secret))
	}
	var rows []struct {
		Hash []byte
		Row  string
	}
	err = db.read(t.Context(), asUser(networker), rowsInto(&rows, `SELECT hash, api_tokens::text AS row FROM api_tokens`))
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d tokens, %v", len(rows), err)
	}
	if !bytes.Equal(rows[0].Hash, tokenHash(secret)) || strings.Contains(rows[0].Row, secret[3:]) {
		t.Error("the table holds something else than the hash")
	}
}

func TestRevokedTokenStandsForNobody(t *testing.T) {
	t.Parallel()
	db, networker, other := apiDB(t)
	secrets := map[string]string{}
	for _, name := range []string{"app", "phone"} {
		secret, err := db.AddToken(t.Context(), networker, name, apiNow)
		if err != nil {
			t.Fatal(err)
		}
		secrets[name] = secret
	}
	if err := db.RevokeToken(t.Context(), other, "app", apiNow); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("another user revokes it: %v", err)
	}
	if _, err := db.Authenticate(t.Context(), secrets["app"]); err != nil {
		t.Errorf("before it is revoked: %v", err)
	}
	if err := db.RevokeToken(t.Context(), networker, "app", apiNow.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Authenticate(t.Context(), secrets["app"]); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("after it is revoked: %v", err)
	}
	if user, items, err := db.OpenItems(t.Context(), secrets["app"], "", 20); engine.CodeOf(err) != engine.NotFound || items != nil {
		t.Errorf("it reads the list of %v after it is revoked: %v, %v", user.ID, items, err)
	}
	if _, err := db.Authenticate(t.Context(), secrets["phone"]); err != nil {
		t.Errorf("the other token: %v", err)
	}
	if err := db.RevokeToken(t.Context(), networker, "app", apiNow); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("revoked again: %v", err)
	}
}

func TestWhatIsNoTokenStandsForNobody(t *testing.T) {
	t.Parallel()
	db, networker, _ := apiDB(t)
	secret, err := db.AddToken(t.Context(), networker, "app", apiNow)
	if err != nil {
		t.Fatal(err)
	}
	for _, credential := range []string{
		"", "sf_", secret[3:], secret + "A", secret[:45], strings.ToUpper(secret), " " + secret, "sf_" + strings.Repeat("A", 43),
		"sf_" + strings.Repeat("\x00", 43), "eyJhbGciOiJub25lIn0.e30.", strings.Repeat("A", 1<<20),
	} {
		_, err := db.Authenticate(t.Context(), credential)
		if engine.CodeOf(err) != engine.NotFound || err.Error() != "not_found" {
			t.Errorf("%.50q: %v", credential, err)
		}
		_, items, err := db.OpenItems(t.Context(), credential, "", 20)
		if engine.CodeOf(err) != engine.NotFound || err.Error() != "not_found" || items != nil {
			t.Errorf("%.50q lists %v: %v", credential, items, err)
		}
	}
}

// TestTokenOpensTheRowsOfItsUserAndNoOthers reads without any WHERE.
func TestTokenOpensTheRowsOfItsUserAndNoOthers(t *testing.T) {
	t.Parallel()
	db, networker, _ := apiDB(t, apiSuggestion(1, engine.High, 7, time.Hour))
	secret, err := db.AddToken(t.Context(), networker, "app", apiNow)
	if err != nil {
		t.Fatal(err)
	}
	for credential, want := range map[string][]uuid.UUID{secret: {apiLead(1)}, "sf_" + strings.Repeat("A", 43): nil} {
		for _, sql := range []string{`SELECT id FROM leads`, `SELECT lead_id AS id FROM (` + openSQL + `) open`} {
			if got := ids(t, db, asBearer(credential, &[]bearer{}), sql); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", sql, got, want)
			}
		}
	}
	if got := ids(t, db, asBearer(secret, &[]bearer{}), `SELECT id FROM users`); !slices.Equal(got, []uuid.UUID{networker}) {
		t.Errorf("it opens the users %v", got)
	}
}

func TestTokenNeedsAUser(t *testing.T) {
	t.Parallel()
	db, _, _ := apiDB(t)
	if secret, err := db.AddToken(t.Context(), uuid.New(), "app", apiNow); err == nil || secret != "" {
		t.Errorf("a token for nobody: %v", err)
	}
}
