package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// row is one figure.
type row struct {
	what, target, result, ratio string
}

// table is what a run has found.
type table []row

func (t *table) add(r row) { *t = append(*t, r) }

// print writes the table as Markdown.
func (t table) print(out io.Writer) {
	fmt.Fprintf(out, "\n%d processors, shared by the program, Postgres and whoever asks. Postgres as the program starts its own:\n"+
		"fsync on, synchronous commits, checksums, shared_buffers 128 MB. pgbench: prepared, pipelined, over the same socket.\n\n",
		runtime.NumCPU())
	w := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	line := func(cells ...string) { fmt.Fprintln(w, "| "+strings.Join(cells, "\t| ")+"\t|") }
	line("what", "target", "result", "ratio")
	line("---", "---", "---", "---")
	for _, r := range t {
		line(r.what, cmp.Or(r.target, "-"), r.result, cmp.Or(r.ratio, "-"))
	}
	w.Flush()
}

func ms(d time.Duration) string      { return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000) }
func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
func percent(share float64) string   { return fmt.Sprintf("%.0f %%", 100*share) }

// count writes a number with its thousands apart.
func count(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", count(n/1000), n%1000)
}
