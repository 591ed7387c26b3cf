package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/salesflow/salesflow/sequences"
)

// lintCommand checks files of sequences and message templates.
type lintCommand struct {
	Files []string `arg:"" name:"file" help:"Files of sequences and message templates (YAML)."`
}

// Run prints a finding per line. It fails when one of them is an error.
func (c *lintCommand) Run() error { return lintFiles(os.Stdout, c.Files) }

func lintFiles(out io.Writer, names []string) error {
	var files []sequences.File
	var findings []sequences.Finding
	given := map[string]bool{}
	for _, name := range names {
		if given[absolute(name)] {
			continue
		}
		given[absolute(name)] = true
		text, err := readToLint(name)
		if err != nil {
			findings = append(findings, sequences.Unreadable(name))
			continue
		}
		files = append(files, sequences.File{Name: name, Text: text})
	}
	findings = append(findings, sequences.Lint(files, beside(names, given)...)...)
	errors := 0
	for _, f := range findings {
		if f.Severity == sequences.Error {
			errors++
		}
		if _, err := fmt.Fprintln(out, f); err != nil {
			return err
		}
	}
	if errors > 0 {
		return fmt.Errorf("errors found: %d", errors)
	}
	return nil
}

// mostBeside is how many files beside those given are looked at.
const mostBeside = 1000

// beside are the other files in the folders of those given: they may be referred to. One that cannot be read cannot.
func beside(names []string, given map[string]bool) []sequences.File {
	var files []sequences.File
	seen := map[string]bool{}
	for _, name := range names {
		folder := filepath.Dir(name)
		if seen[folder] {
			continue
		}
		seen[folder] = true
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			path := filepath.Join(folder, entry.Name())
			if !isYAML(entry) || given[absolute(path)] || len(files) == mostBeside {
				continue
			}
			if text, err := readToLint(path); err == nil {
				files = append(files, sequences.File{Name: path, Text: text})
			}
		}
	}
	return files
}

func isYAML(entry os.DirEntry) bool {
	return entry.Type().IsRegular() && slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(entry.Name()))
}

// readToLint reads a file as far as it takes to see that it is too long.
func readToLint(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, sequences.MostBytes+1))
}

// absolute returns a path by which a file can be recognised.
func absolute(name string) string {
	if path, err := filepath.Abs(name); err == nil {
		return path
	}
	return name
}
