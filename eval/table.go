package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// row is a metric with what was wanted and what came out. Verdict is empty where nothing was wanted.
type row struct {
	Metric  string `json:"metric"`
	Target  string `json:"target,omitempty"`
	Result  string `json:"result"`
	Verdict string `json:"verdict,omitempty"`
}

// report collects what the sections found.
type report struct {
	Rows   []row               `json:"rows"`
	Curves map[string][]point  `json:"curves"`
	Notes  map[string][]string `json:"notes"`
}

type point struct{ X, Y float64 }

func (r *report) add(metric, target string, result float64, met bool) {
	verdict := "missed"
	if met {
		verdict = "met"
	}
	r.Rows = append(r.Rows, row{metric, target, number(result), verdict})
}

func (r *report) atLeast(metric string, target, result float64) {
	r.add(metric, ">= "+number(target), result, result >= target)
}

func (r *report) atMost(metric string, target, result float64) {
	r.add(metric, "<= "+number(target), result, result <= target)
}

// figure is a row without a target.
func (r *report) figure(metric string, result float64) {
	r.Rows = append(r.Rows, row{Metric: metric, Result: number(result)})
}

// remark is a row that could not be measured here, and says why.
func (r *report) remark(metric, target, why string) {
	r.Rows = append(r.Rows, row{Metric: metric, Target: target, Result: why})
}

// note keeps a detail for the JSON file.
func (r *report) note(about, detail string) { r.Notes[about] = append(r.Notes[about], detail) }

func (r *report) curve(name string, x, y float64) {
	r.Curves[name] = append(r.Curves[name], point{x, y})
}

func number(x float64) string {
	if x == float64(int64(x)) {
		return fmt.Sprintf("%d", int64(x))
	}
	if x >= 100 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3f", x)
}

func (r *report) print(to io.Writer) error {
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "metric\ttarget\tresult\tverdict")
	for _, row := range r.Rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", row.Metric, row.Target, row.Result, row.Verdict)
	}
	return table.Flush()
}

func (r *report) save(file string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}
