package language

import (
	"errors"
	"fmt"
	"strings"
)

func (v *vocabulary) addAliases(f timeFile) error {
	var errs []error
	for word, meaning := range f.Aliases {
		errs = append(errs, v.addAlias(word, meaning))
	}
	return errors.Join(errs...)
}

// addJoined adds the compounds of a day and a part of the day that are
// written as one word, such as Montagabend.
func (v *vocabulary) addJoined(f timeFile) error {
	var errs []error
	for _, p := range f.Joined {
		for _, words := range f.Words["weekday"] {
			errs = append(errs, v.addAlias(words[0]+p, words[0]+" "+p))
		}
		for _, word := range []string{"heute", "morgen", "übermorgen"} {
			errs = append(errs, v.addAlias(word+p, word+" "+p))
		}
	}
	for edge, forms := range f.MonthParts {
		for _, form := range forms {
			errs = append(errs, v.addMonthPart(f, edge, form))
		}
	}
	return errors.Join(errs...)
}

func (v *vocabulary) addMonthPart(f timeFile, edge, form string) error {
	var errs []error
	for _, words := range f.Words["month"] {
		errs = append(errs, v.addAlias(strings.Replace(form, "%", words[0], 1), edge+" "+words[0]))
	}
	return errors.Join(errs...)
}

func (v *vocabulary) addAlias(word, meaning string) error {
	words := texts(tokens(compose(word)))
	syms := v.symbols(tokens(compose(meaning)), false)
	for i := range syms {
		if syms[i].kind == unknown {
			return fmt.Errorf("alias %q uses an unknown word", word)
		}
		syms[i].last = len(words) - 1
	}
	return v.addPhrase(phrase{words: words, symbols: syms})
}
