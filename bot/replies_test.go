package bot

import (
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
)

func sampleReplies(now time.Time) map[string][]engine.Args {
	base := engine.Args{
		"name": "Lisa Meier", "next": now.AddDate(0, 0, 1), "at": now.AddDate(0, 3, 6), "timed": false, "objection": "", "channel": "",
	}
	all := map[string][]engine.Args{
		"reply_later":         {base, with(base, engine.Args{"timed": true, "at": now.AddDate(0, 0, 2)})},
		"reply_objection":     {base},
		"reply_channel_limit": {base, with(base, engine.Args{"channel": "call"}), with(base, engine.Args{"channel": "whatsapp"})},
		"reply_unknown":       {{"name": "Susi"}}, "reply_whose": {{"count": 2}},
		"replies_more":  {{"count": 1}, {"count": 5}},
		"because.rests": {{"name": "Lisa", "asked": false}, {"name": "", "asked": false}, {"name": "Lisa", "asked": true}, {"name": "", "asked": true}},
	}
	for _, key := range []string{
		"reply_positive", "reply_question", "reply_neutral", "reply_negative", "reply_later_when", "reply_absent",
		"reply_auto", "reply_opt_out", "reply_opt_out_maybe", "reply_privacy_request", "reply_wrong_person",
		"reply_complaint", "reply_sensitive", "reply_what", "reply_known",
	} {
		all[key] = []engine.Args{base}
	}
	for _, objection := range objections() {
		all["reply_objection"] = append(all["reply_objection"], with(base, engine.Args{"objection": string(objection)}))
	}
	return all
}

// objections are all objections that a lead may have.
func objections() []language.Objection {
	return []language.Objection{
		language.ObjectsMoney, language.ObjectsTime, language.ObjectsPyramid, language.ObjectsPartner,
		language.ObjectsTried, language.ObjectsProduct, language.ObjectsNetwork,
	}
}
