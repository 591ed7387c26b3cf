package main

import (
	"fmt"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// remind lets another program of somebody's plan a reminder through the API: an urgent one, or one for a time.
func remind(w *world, groups []string) error {
	var user engine.UserID
	err := w.db.QueryRow(w.t.Context(), `SELECT user_id FROM addresses WHERE channel = 'telegram' AND address = $1`,
		fmt.Sprint(w.id(groups[0]))).Scan(&user)
	if err != nil {
		return err
	}
	wish := engine.ReminderWish{ActionType: engine.ActionTask, Note: groups[1], Priority: engine.Priority(groups[2])}
	if at, err := time.ParseInLocation("02.01.2006 15:04", groups[2], w.zone); err == nil {
		wish.At, wish.Priority = &at, engine.Normal
	}
	_, err = w.program.engine.ScheduleReminder(w.t.Context(), user, wish)
	return err
}
