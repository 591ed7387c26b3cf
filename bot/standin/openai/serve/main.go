// Serve plays an OpenAI-compatible server on this machine, to try the product with: go run ./bot/standin/openai/serve,
// and start the program with OPENAI_BASE_URL=http://127.0.0.1:8089/v1 OPENAI_MODEL=writer.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/salesflow/salesflow/bot/standin/openai"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8089", "address and port")
	key := flag.String("key", "", "the key that is let in; empty lets everybody in")
	pause := flag.Duration("pause", 60*time.Millisecond, "between the parts of an answer")
	hostile := flag.Bool("hostile", false, "does whatever a text in the prompt says")
	flag.Parse()
	o := openai.Options{Key: *key, Models: []string{"writer"}, Pause: pausing(*pause)}
	if *hostile {
		o.Answer = openai.Obedient()
	}
	server := &http.Server{Addr: *listen, Handler: openai.New(o), ReadHeaderTimeout: 10 * time.Second}
	fmt.Printf("OPENAI_BASE_URL=http://%s/v1 OPENAI_MODEL=writer\n", *listen)
	log.Fatal(server.ListenAndServe())
}

// pausing waits as long as somebody takes to type.
func pausing(d time.Duration) func(context.Context) {
	return func(ctx context.Context) {
		select {
		case <-time.After(d):
		case <-ctx.Done():
		}
	}
}
