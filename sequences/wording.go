package sequences

import (
	"strconv"
	"unicode/utf8"

	"github.com/salesflow/salesflow/engine/language"
)

const (
	mostVariants = 20
	longestText  = 900 // a link that opens a chat carries 1000 letters, and a name comes in
)

// texts checks the wordings of a template.
func (d document) texts(variants part) {
	if count := len(variants.items); count > mostVariants {
		d.fail(variants.items[mostVariants].place, "many_variants", words{"count": strconv.Itoa(count), "most": strconv.Itoa(mostVariants)})
	}
	first := map[string]place{}
	for _, variant := range variants.items {
		letters := utf8.RuneCountInString(variant.text)
		before, twice := first[variant.text]
		switch {
		case twice:
			d.fail(variant.place, "same_variant", words{"line": strconv.Itoa(before.line)})
		case letters > longestText:
			d.fail(variant.place, "long_text", words{"letters": strconv.Itoa(letters), "most": strconv.Itoa(longestText)})
		case language.SpellingOf(variant.text) == language.MixedSpelling:
			d.warn(variant.place, "mixed_spelling", nil)
		}
		if !twice {
			first[variant.text] = variant.place
		}
	}
}
