package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/salesflow/salesflow/store"
)

// theUser is the id of a user by number, as SQL: pgbench draws numbers.
const theUser = `('00000000-0000-7000-8000-' || lpad(:u::text, 12, '0'))::uuid`

// listScript is what the API asks the database for one list, in one round trip as the API does: the scope, then the
// very statement of package store.
func listScript(users int) string {
	list := strings.ReplaceAll(store.OpenItemsSQL, "$1", "20")
	return fmt.Sprintf(`\set u random(1, %d)
\startpipeline
SELECT set_config('app.scope', '', true), set_config('app.user_id', %s::text, true);
%s;
\endpipeline
`, users, theUser, list)
}

var tps = regexp.MustCompile(`tps = ([0-9.]+) \(without`)

// pgbench runs a script on the crowd's database with the rights and settings of the program's own connections, and
// returns how often a second. limit is how long or how often: -T 10, or -t 100 for each client.
func pgbench(ctx context.Context, c *crowd, script string, limit ...string) (perSecond float64, err error) {
	file := filepath.Join(c.dir, "script.sql")
	if err := os.WriteFile(file, []byte(script), 0o644); err != nil {
		return 0, err
	}
	args := append([]string{"--no-vacuum", "--protocol=prepared", "--file=" + file}, limit...)
	command := exec.CommandContext(ctx, "pgbench", append(args, c.server.URL())...)
	command.Env = append(os.Environ(), "PGOPTIONS=-c role=salesflow_app -c timezone=UTC -c plan_cache_mode=force_generic_plan")
	out, err := command.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	found := tps.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("pgbench does not tell its rate: %s", out)
	}
	return strconv.ParseFloat(string(found[1]), 64)
}

// asMany are pgbench's arguments for n clients.
func asMany(n int) []string {
	return []string{"--client=" + strconv.Itoa(n), "--jobs=" + strconv.Itoa(n)}
}

// forSeconds is pgbench's argument for a time.
func forSeconds(d time.Duration) string { return "--time=" + strconv.Itoa(max(int(d.Seconds()), 1)) }
