package main

import (
	"context"
	"fmt"
)

// tokenCommand creates an API token.
type tokenCommand struct {
	User string `help:"Whose it is; without it the first user's."`
	Name string `default:"token" help:"What it is for."`
}

// Run prints the token: the only time it is shown, since only its hash is kept.
func (c *tokenCommand) Run(ctx context.Context, s *settings) error {
	core, err := openCore(ctx, s)
	if err != nil {
		return err
	}
	defer core.close()
	user, err := core.userNamed(ctx, c.User)
	if err != nil {
		return err
	}
	token, err := core.db.AddToken(ctx, user, c.Name, core.clock.Now())
	if err != nil {
		return err
	}
	fmt.Println(token)
	return nil
}
