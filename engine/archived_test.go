package engine_test

import (
	"strings"
	"testing"
)

func TestALeadThatAReplyArchivedComesBack(t *testing.T) {
	w := aSequenceSender(t)
	w.send("plan.yaml", strings.Replace(twoQuestions, `positive: "next_step"`, `negative: "archive_lead"`, 1))
	w.say("starte Zwei Fragen mit Tom")
	w.say("Tom erledigt")
	w.morning(11, 24)
	before := w.lead("Tom Huber")
	w.say("Tom hat geschrieben: nein danke, kein Interesse")
	w.last("lead_archived")
	w.expectLeads("")
	w.press("undo")
	w.expectLeads("Tom Huber")
	if lead := w.lead("Tom Huber"); lead.Stage != before.Stage || lead.LastInAt != nil {
		t.Errorf("%s, last heard of %v", lead.Stage, lead.LastInAt)
	}
	if run := w.run("Tom Huber"); !run.Active() || run.Outcome != "" {
		t.Errorf("%+v", run)
	}
}
