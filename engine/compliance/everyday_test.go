package compliance

import (
	"os"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestEverydayWordings wants the base to find nearly all of the sentences that break the law, and to leave honest ones
// alone. Of sentences that nobody has seen yet the patterns find less; these hold what was reached.
func TestEverydayWordings(t *testing.T) {
	text, err := os.ReadFile("testdata/everyday.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var sentences struct{ Found, Passed []string }
	if err := yaml.Unmarshal(text, &sentences); err != nil {
		t.Fatal(err)
	}
	base, _ := ByID("dach_base")
	missed, blocked, warned := 0, 0, 0
	for _, s := range sentences.Found {
		if len(base.Check(s)) == 0 {
			missed++
			t.Logf("missed: %s", s)
		}
	}
	for _, s := range sentences.Passed {
		found := base.Check(s)
		if Blocks(found) {
			blocked++
			t.Logf("blocked by %v: %s", rulesOf(found), s)
		} else if len(found) > 0 {
			warned++
		}
	}
	if len(sentences.Found) < 600 || len(sentences.Passed) < 600 {
		t.Errorf("%d and %d sentences", len(sentences.Found), len(sentences.Passed))
	}
	if missed*100 > 3*len(sentences.Found) || blocked*1000 > 5*len(sentences.Passed) || warned*100 > 3*len(sentences.Passed) {
		t.Errorf("%d of %d missed, %d of %d blocked, %d warned of", missed, len(sentences.Found), blocked, len(sentences.Passed), warned)
	}
}
