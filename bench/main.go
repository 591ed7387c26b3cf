// Bench measures the program as it runs in production: the built program and a Postgres that it shares with it, with
// the settings of package store/local (fsync on). Every figure that depends on the machine stands beside what
// pgbench reaches on the same server in the same run.
//
//	go build -o bin/salesflow . && go run ./bench              # 1,000,000 leads, about ten minutes
//	go build -o bin/salesflow . && go run ./bench -leads 10000 # all of it in a minute, at a hundredth of the size
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// options are what can be chosen. The number of leads scales everything else.
type options struct {
	leads   int
	clients int           // who ask at once, of the API and by pgbench
	lasting time.Duration // of one measurement
	program string
}

const leadsOfUser = 200

// users are those whose leads are served.
func (o options) users() int { return o.leads / leadsOfUser }

// few is the size from which growth is measured.
func (o options) few() int { return max(o.users()/100, 1) }

// mornings are the users who get their list at once: 10,000 with a million leads.
func (o options) mornings() int { return o.leads / 100 }

// fewMornings are those of the smaller measurement, which shows how the time grows.
func (o options) fewMornings() int { return o.mornings() / 10 }

func main() {
	var o options
	flag.IntVar(&o.leads, "leads", 1_000_000, "how many leads are served; everything else scales with it")
	flag.IntVar(&o.clients, "clients", 4, "how many ask at once")
	flag.DurationVar(&o.lasting, "lasting", 10*time.Second, "how long one measurement lasts")
	flag.StringVar(&o.program, "program", "bin/salesflow", "the program to measure")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.leads < 100*leadsOfUser/10 {
		return fmt.Errorf("at least %d leads, or there is nothing to see", 100*leadsOfUser/10)
	}
	crowd, err := newCrowd(ctx)
	if err != nil {
		return err
	}
	defer crowd.close()
	var results table
	if err := measureAPI(ctx, crowd, o, &results); err != nil {
		return err
	}
	if err := measureMornings(ctx, crowd, o, &results); err != nil {
		return err
	}
	results.print(os.Stdout)
	return nil
}

// progress says what takes its time now.
func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+" …\n", args...) }
