package engine

import "context"

// stop silences every push, also those under way, until the user says otherwise.
func (t *turn) stop(ctx context.Context) error {
	if t.user.StoppedAt == nil {
		t.user.StoppedAt = &t.now
	}
	t.say("stopped", nil, []Button{{Key: "resume", Action: pressResume}})
	return t.tx.Hush(ctx)
}

// resume lets pushes come again.
func (t *turn) resume() {
	t.user.StoppedAt = nil
	t.change("resumed", Args{"next": t.local(t.nextList())})
}
