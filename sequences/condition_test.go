package sequences_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/sequences"
)

func TestConditionsHold(t *testing.T) {
	warm := engine.Facts{Lead: engine.FactsOfLead{
		Stage: engine.StageInterested, Sentiment: engine.Warm, WatchedVideo: true, SatisfactionScore: 8, Unanswered: 2,
	}, NoResponseSince: 50 * time.Hour, NoResponseDays: 2, PreviousTemplate: "offer_call"}
	for text, want := range map[string]bool{
		"true" + strings.Repeat(" == (true", 60) + strings.Repeat(")", 60): true, // does not take 2^60 looks
		"lead.sentiment in ['hot', 'warm']":                                true,
		"lead.sentiment in ['hot','cold']":                                 false,
		"lead.sentiment not in ['hot', 'cold']":                            true,
		"not (lead.sentiment in ['warm'])":                                 false,
		"not lead.watched_video":                                           false,
		"NOT lead.has_objections":                                          true,
		"!lead.is_customer":                                                true,
		"no_response_since > 48h":                                          true,
		"no_response_since > 50h":                                          false,
		"no_response_since >= 50H":                                         true,
		"no_response_since == 3000m":                                       true,
		"no_response_since < 3d and no_response_since > 2d":                true,
		"no_response_since in [50h, 2w]":                                   true,
		"48h < no_response_since":                                          true,
		"no_response_days >= 7":                                            false,
		"previous_template != 'different_angle'":                           true,
		`previous_template == "offer_call"`:                                true,
		"previous_template == 'AND 48h OR'":                                false, // nothing is respelt in quotes
		"lead.is_customer AND lead.satisfaction_score >= 8":                false,
		"lead.watched_video AND lead.satisfaction_score >= 8":              true,
		"lead.is_customer Or lead.watched_video":                           true,
		"lead.watched_video or lead.watched_video AND false":               true, // AND binds more tightly
		"(lead.watched_video or lead.watched_video) AND false":             false,
		"lead.watched_video == true && !(lead.unanswered > 5)":             true,
		"lead.unanswered < lead.satisfaction_score":                        true,
		"lead.stage != 'lost' and lead.stage in ['interested']":            true,
		"not lead.response_positive and 1 < lead.unanswered":               true,
		"1 < lead.unanswered < 3":                                          true,
		"lead.watched_video":                                               true,
		"true":                                                             true,
		"\n  lead.watched_video\n  AND NOT lead.has_objections  \n":        true,
	} {
		condition, err := sequences.Compile(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if holds, err := condition.Holds(warm); err != nil || holds != want {
			t.Errorf("%s: %v, %v", text, holds, err)
		}
		if condition.String() != text {
			t.Errorf("it is %q", condition)
		}
	}
}

// TestConditionsAskNothingElse holds that a condition compares and does nothing more.
func TestConditionsAskNothingElse(t *testing.T) {
	for _, text := range []string{
		"", " ", "()", "lead", "lead.", ".stage", "lead.stage", "now() > 3", "len([1,2]) > 1", "all(1..9, true)", "1..999999 == 1",
		"map([1], # + 1) == [2]", "lead.stage matches '(a+)+'", "lead?.is_customer", "lead['is_customer'][0]", "let x = true; x",
		"if true {true} else {false}", "true; true", "true ? true : true", "{'a': 1}.a == 1", "nil == nil", "lead.stage == nil",
		"'a' + 'b' == 'ab'", "2 ** 900 > 1", "env", "$env", "Lead.Stage == 'new'", "lead.Stage == 'new'", "lead.is_customer()",
		"lead.is_customer | not", "duration_48h == 48h", "48h", "1h30m > 2h", "true == 1", "not 1", "lead.stage in lead.stage",
		"[1] == [1]", "lead.is_customer in [1]", "`a` == 'a'", "'a\\'b' == 'a'", "true // comment", "true /* comment */", "b'a' == 'a'",
		strings.Repeat("(", 500) + "true" + strings.Repeat(")", 501), strings.Repeat("not ", 249) + "true",
		strings.Repeat("true or ", 124) + "true", "\x00", "\xff", "лид", "lead.is_customer\u00a0and\u200btrue",
	} {
		_, err := sequences.Compile(text)
		var wrong *sequences.Misread
		if !errors.As(err, &wrong) || wrong.Letter < 0 || wrong.Letter > len([]rune(text)) || wrong.Message == "" {
			t.Errorf("%.60q: %v", text, err)
		}
	}
}

func TestConditionsAreQuick(t *testing.T) {
	condition, err := sequences.Compile("lead.sentiment in ['hot', 'warm'] AND no_response_since > 48h")
	if err != nil {
		t.Fatal(err)
	}
	facts := engine.Facts{Lead: engine.FactsOfLead{Sentiment: engine.Hot}, NoResponseSince: time.Hour}
	if n := testing.AllocsPerRun(100, func() { condition.Holds(facts) }); n > 20 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkCondition(b *testing.B) {
	condition, err := sequences.Compile("lead.sentiment in ['hot', 'warm'] AND no_response_since > 48h")
	if err != nil {
		b.Fatal(err)
	}
	facts := engine.Facts{Lead: engine.FactsOfLead{Sentiment: engine.Hot}, NoResponseSince: time.Hour}
	for b.Loop() {
		if _, err := condition.Holds(facts); err != nil {
			b.Fatal(err)
		}
	}
}
