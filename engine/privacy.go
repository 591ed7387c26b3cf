package engine

import "context"

// showPrivacy says what becomes of the user's data and who writes drafts, with the switches for that.
func (t *turn) showPrivacy(ctx context.Context) error {
	a, err := t.tx.Allowance(ctx, t.now)
	if err != nil {
		return err
	}
	args := Args{"keep_text": t.user.KeepText, "models": false, "off": t.user.DraftsOff, "team_off": a.TeamOff}
	var buttons [][]Button
	if t.engine.Writer != nil {
		args["models"], args["providers"] = true, t.engine.Writer.Providers()
		buttons = append(buttons, []Button{draftsSwitch(t.user.DraftsOff)})
		if t.user.Role == Leader {
			buttons = append(buttons, []Button{teamSwitch(a.TeamOff)})
		}
	}
	t.change("privacy", args, buttons...)
	return nil
}

func draftsSwitch(off bool) Button {
	if off {
		return Button{Key: "drafts.on", Action: pressSet + ":drafts:yes"}
	}
	return Button{Key: "drafts.off", Action: pressSet + ":drafts:no"}
}

func teamSwitch(off bool) Button {
	if off {
		return Button{Key: "team_drafts.on", Action: pressSet + ":team_drafts:yes"}
	}
	return Button{Key: "team_drafts.off", Action: pressSet + ":team_drafts:no"}
}

// switchTeam lets models write for a leader's team, or not.
func (t *turn) switchTeam(ctx context.Context, value string) error {
	if t.user.Role != Leader || value != "yes" && value != "no" {
		return &Error{Code: Forbidden, Key: "error.setting"}
	}
	if err := t.tx.SwitchTeamDrafts(ctx, value == "no"); err != nil {
		return err
	}
	return t.showPrivacy(ctx)
}
