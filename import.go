package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/intake"
)

// importCommand reads address books, tables and chats.
type importCommand struct {
	Files   []string `arg:"" name:"file" help:"vCard, CSV or WhatsApp export (.txt, .zip)."`
	User    string   `help:"Whose leads they become; without it the first user's."`
	Me      string   `help:"Who the user is in a chat."`
	TZ      string   `name:"tz" help:"Zone of the times in the files; without it the user's, or Europe/Berlin."`
	Country string   `help:"Where local phone numbers are dialled; without it the user's, or DE."`
	DryRun  bool     `name:"dry-run" help:"Only print what was understood; needs no database."`
	JSON    bool     `name:"json" help:"Print one JSON object per file."`
}

// Run imports the files. It fails when nothing was understood in any of them.
func (c *importCommand) Run(ctx context.Context, s *settings) error {
	take := func(intake.Result) error { return nil }
	if !c.DryRun {
		core, err := openCore(ctx, s)
		if err != nil {
			return err
		}
		defer core.close()
		user, err := core.userNamed(ctx, c.User)
		if err != nil {
			return err
		}
		if err := c.liveLike(ctx, core, user); err != nil {
			return err
		}
		take = func(r intake.Result) error { return c.takeOver(ctx, core, user, r) }
	}
	zone, err := time.LoadLocation(firstOf(c.TZ, "Europe/Berlin"))
	if err != nil {
		return fmt.Errorf("--tz: there is no zone %q", c.TZ)
	}
	understood := false
	var failures []error
	for _, file := range c.Files {
		if err := c.read(file, zone, take); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", filepath.Base(file), err))
			continue
		}
		understood = true
	}
	err = errors.Join(failures...)
	if understood && err != nil {
		fmt.Fprintln(os.Stderr, "salesflow:", err)
		return nil
	}
	return err
}

func (c *importCommand) read(path string, zone *time.Location, take func(intake.Result) error) error {
	file, err := os.Open(path)
	if err != nil {
		return errors.Unwrap(err) // the caller names the file
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	options := intake.Options{Me: c.Me, Zone: zone, Country: firstOf(c.Country, "DE")}
	result, err := intake.Read(filepath.Base(path), file, info.Size(), options)
	if c.JSON && (err == nil || len(result.Skipped) > 0) {
		if err := result.WriteJSON(os.Stdout); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	if !c.JSON {
		summarise(os.Stdout, filepath.Base(path), result)
	}
	return take(result)
}

// summarise says in a line what was understood, and line by line what was not.
func summarise(w io.Writer, name string, r intake.Result) {
	fmt.Fprintf(w, "%s (%s): %d leads, %d touches, %d skipped\n", name, r.Format, len(r.Leads), len(r.Touches), len(r.Skipped))
	if r.MeGuessed {
		fmt.Fprintln(w, "  who you are was guessed; say it with --me NAME")
	}
	for _, skip := range r.Skipped {
		fmt.Fprintf(w, "  line %d: %s\n", skip.Line, skip.Reason)
	}
}

// liveLike takes zone and country from the user where no flag says them.
func (c *importCommand) liveLike(ctx context.Context, core *core, id engine.UserID) error {
	return core.db.As(ctx, id, func(tx engine.Tx) error {
		user, err := tx.User(ctx)
		if err == nil {
			c.TZ, c.Country = firstOf(c.TZ, user.Timezone), firstOf(c.Country, user.Country)
		}
		return err
	})
}

func (c *importCommand) takeOver(ctx context.Context, core *core, user engine.UserID, r intake.Result) error {
	report, err := core.engine.Import(ctx, user, r)
	if err == nil && !c.JSON {
		fmt.Printf("  %d new, %d known, %d touches added, %d stay out\n", report.Added, report.Known, report.Touches, report.Suppressed)
	}
	return err
}

// userNamed returns the user with an id or, without one, the first there was.
func (c *core) userNamed(ctx context.Context, id string) (engine.UserID, error) {
	if id != "" {
		return uuid.Parse(id)
	}
	first, err := c.db.FirstUser(ctx)
	if engine.CodeOf(err) == engine.NotFound {
		return first, errors.New("there is no user yet: somebody has to press start first")
	}
	return first, err
}

// encode prints a value as one line of JSON.
func encode(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
