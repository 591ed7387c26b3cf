// SalesFlow is the follow-up assistant of network marketers. This package wires all the others: commands,
// configuration, the running program. See README.md.
package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones on machines without their own

	"github.com/alecthomas/kong"
)

// commands are the commands and flags of the program.
type commands struct {
	settings

	Serve    serveCommand    `cmd:"" help:"Serve everything: bot, API, workers."`
	Demo     demoCommand     `cmd:"" help:"Serve with a made-up networker, team and leads, and the phone page at /phone."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database up to date."`
	Import   importCommand   `cmd:"" help:"Import leads from vCard, CSV or a WhatsApp export (.txt, .zip)."`
	Lint     lintCommand     `cmd:"" help:"Check files of sequences and message templates."`
	When     whenCommand     `cmd:"" help:"Read a time phrase per line, print JSON lines."`
	Classify classifyCommand `cmd:"" help:"Read a lead's message per line, print JSON lines."`
	Fit      fitCommand      `cmd:"" help:"Learn from histories (JSON lines), print a model."`
	Decide   decideCommand   `cmd:"" help:"Decide situations (JSON lines), print decisions."`
	Simulate simulateCommand `cmd:"" help:"Play what would happen with leads over some days, as a calendar."`
	Token    tokenCommand    `cmd:"" help:"Create an API token."`
	OpenAPI  openapiCommand  `cmd:"" name:"openapi" help:"Print the description of the API."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	parsed := kong.Parse(&c,
		kong.Name("salesflow"),
		kong.Description("The follow-up assistant of network marketers."),
		kong.ShortUsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&c.settings),
	)
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "salesflow:", err)
		os.Exit(1)
	}
}

// secret returns 256 random bits as text.
func secret() string {
	bits := make([]byte, 32)
	rand.Read(bits) // never fails
	return base64.RawURLEncoding.EncodeToString(bits)
}
