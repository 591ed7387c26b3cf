package language

import (
	_ "embed"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed interest.de.yaml
var interestYAML []byte

// interestWords are the folded words of interest.de.yaml.
var interestWords = sync.OnceValue(func() []string {
	var file struct{ Interest []string }
	if err := yaml.Unmarshal(interestYAML, &file); err != nil {
		return nil // a test reads the file
	}
	for i, word := range file.Interest {
		file.Interest[i] = fold(word)
	}
	return file.Interest
})

// Interested reports whether a note about a lead says that they want to know more.
func Interested(note string) bool {
	folded := fold(note)
	for _, word := range interestWords() {
		if strings.Contains(folded, word) {
			return true
		}
	}
	return false
}
