package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/intake"
)

// BenchmarkReceive measures one typed message, decided and committed, for users who write at the same time.
// p50-ms and p99-ms are the latencies of single calls.
func BenchmarkReceive(b *testing.B) {
	w := newWorld(b)
	const users = 64
	for i := range users {
		w.receive(engine.Inbound{Sender: strconv.Itoa(i), Kind: engine.Said, Text: "/start"})
	}
	latencies := make([]time.Duration, b.N)
	var next atomic.Int64
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := next.Add(1) - 1
			begun := time.Now()
			err := w.engine.Receive(context.Background(), engine.Inbound{
				Channel: engine.Telegram, ExternalID: fmt.Sprint("bench", n), Sender: strconv.Itoa(int(n % users)),
				Kind: engine.Said, Text: "hilfe",
			})
			if err != nil {
				b.Error(err)
			}
			latencies[n] = time.Since(begun)
		}
	})
	b.StopTimer()
	report(b, latencies)
}

// BenchmarkMorning measures one user's list of the day out of 200 leads: ms/user.
func BenchmarkMorning(b *testing.B) {
	w := newWorld(b)
	var leads []intake.Lead
	for i := range 200 {
		leads = append(leads, intake.Lead{
			Name: "Person " + letters(i), Phones: []string{fmt.Sprintf("+4917139%06d", i)},
		})
	}
	for i := range b.N {
		sender := strconv.Itoa(100_000 + i)
		w.receive(engine.Inbound{Sender: sender, Kind: engine.Said, Text: "/start"})
		if _, err := w.engine.Import(b.Context(), w.userAt(sender), intake.Result{Leads: leads, Format: intake.FormatVCard}); err != nil {
			b.Fatal(err)
		}
	}
	w.clock.set(monday.Add(time.Hour))
	b.ResetTimer()
	if err := w.engine.Tick(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/user")
}

func letters(i int) string {
	return strings.ToUpper(string(rune('a'+i/26))) + string(rune('a'+i%26)) + "er"
}

func report(b *testing.B, latencies []time.Duration) {
	slices.Sort(latencies)
	ms := func(q float64) float64 {
		return float64(latencies[int(q*float64(len(latencies)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(ms(0.50), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}
