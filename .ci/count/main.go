// Count makes the results of tests readable and closes a run with one line of counts.
//
//	go test -json ./... | count go FILE   prints failures and one line a package, keeps the counts in FILE
//	count total FILE...                   prints "N passed, N failed" over all files and fails unless all passed
//
// A file holds counts under the names that vitest's JSON report gives them, so total reads both alike. A file
// that is not there belongs to a stage that broke down before it had results: it counts as one failure.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// counts is what a stage of the tests leaves behind.
type counts struct {
	Passed  int  `json:"numPassedTests"`
	Failed  int  `json:"numFailedTests"`
	Success bool `json:"success"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "count:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "go":
		return countGo(args[1])
	case len(args) > 1 && args[0] == "total":
		return total(args[1:])
	}
	return errors.New("usage: count go FILE, or count total with some files")
}

// countGo reads what go test -json says.
func countGo(file string) error {
	begun := time.Now()
	tally := newTally(os.Stdout)
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		tally.line(line)
		if err != nil { // the end
			break
		}
	}
	fmt.Printf("Go: %d passed, %d failed, %d skipped in %s\n",
		tally.Passed, tally.Failed, tally.skipped, time.Since(begun).Round(time.Second))
	tally.Success = tally.Failed == 0 && tally.Passed > 0
	kept, err := json.Marshal(tally.counts)
	if err != nil {
		return err
	}
	return os.WriteFile(file, kept, 0o644)
}

// total adds up the files.
func total(files []string) error {
	var sum counts
	for _, file := range files {
		c, err := read(file)
		if err != nil {
			return err
		}
		sum.Passed += c.Passed
		sum.Failed += c.Failed
	}
	fmt.Printf("%d passed, %d failed\n", sum.Passed, sum.Failed)
	if sum.Failed > 0 {
		os.Exit(1)
	}
	return nil
}

// read returns the counts of one stage. A stage that failed has a failure, whether a test was the reason or not.
func read(file string) (c counts, err error) {
	text, err := os.ReadFile(file)
	switch {
	case err == nil:
		err = json.Unmarshal(text, &c)
	case errors.Is(err, fs.ErrNotExist):
		err = nil
	}
	if !c.Success && c.Failed == 0 {
		c.Failed = 1
	}
	return c, err
}
