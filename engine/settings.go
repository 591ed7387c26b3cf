package engine

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// The choices offered. Countries and times can also be typed.
var (
	countries = []string{"DE", "AT", "CH"}
	companies = []string{"zinzino", "pm_international", "lr", "doterra", "juice_plus", "other"}
	listTimes = []string{"07:00", "08:00", "09:00", "12:00", "18:00"}
	limits    = []int{3, 5, 7, 10}
)

// ask puts the next question of the first minute, in place of the one before.
func (t *turn) ask(q Question) {
	t.user.Asked = q
	switch q {
	case AskedCountry:
		t.change("ask_country", nil, t.choices("country", countries, 3)...)
	case AskedRegion:
		t.change("ask_region", Args{"country": t.user.Country}, t.regionButtons()...)
	case AskedCompany:
		t.change("ask_company", nil, t.choices("company", companies, 2)...)
	case AskedListAt:
		t.change("ask_list_at", nil, t.choices("list_at", listTimes, 3)...)
	default:
		t.change("settled", Args{"list_at": t.user.ListAt, "first": t.local(t.nextList())})
	}
}

// choices are buttons for the values of one setting.
func (t *turn) choices(setting string, values []string, perRow int) [][]Button {
	buttons := make([]Button, len(values))
	for i, v := range values {
		buttons[i] = Button{Key: "choice." + setting, Args: Args{"value": v}, Action: "set:" + setting + ":" + v}
	}
	return rows(buttons, perRow)
}

func (t *turn) regionButtons() [][]Button {
	var buttons []Button
	for _, r := range timing.Regions(t.user.Country) {
		buttons = append(buttons, Button{
			Key: "choice.region", Args: Args{"value": r.Name}, Action: "set:region:" + string(r.Region),
		})
	}
	return rows(buttons, 2)
}

func rows(buttons []Button, perRow int) [][]Button {
	return slices.Collect(slices.Chunk(buttons, perRow))
}

// set applies a pressed setting and, in the first minute, asks the next question.
func (t *turn) set(ctx context.Context, setting, value string) error {
	if setting == "team_drafts" {
		return t.switchTeam(ctx, value)
	}
	if !t.apply(setting, value) {
		return &Error{Code: Invalid, Key: "error.setting"}
	}
	if setting == "drafts" {
		return t.showPrivacy(ctx)
	}
	if t.user.Asked == AskedNothing {
		t.showSettings()
		return nil
	}
	t.goOn(Question(setting))
	return nil
}

// goOn asks what follows an answer; whoever had settled in before only wanted to change their region.
func (t *turn) goOn(answered Question) {
	next := t.afterwards(answered)
	if next == AskedCompany && t.user.CompanyID != "" {
		t.user.Asked = AskedNothing
		t.showSettings()
		return
	}
	t.ask(next)
}

// afterwards is the question that follows the one that was answered.
func (t *turn) afterwards(answered Question) Question {
	switch {
	case answered == AskedCountry && len(timing.Regions(t.user.Country)) > 0:
		return AskedRegion
	case answered == AskedCountry, answered == AskedRegion:
		return AskedCompany
	case answered == AskedCompany:
		return AskedListAt
	}
	return AskedNothing
}

// apply changes one setting; it returns false for a value that is none of those offered.
func (t *turn) apply(setting, value string) bool {
	switch setting {
	case "country":
		return t.applyCountry(value)
	case "region":
		return t.applyRegion(value)
	case "company":
		if slices.Contains(companies, value) {
			t.user.CompanyID = value
			return true
		}
	case "list_at":
		if _, err := timing.ParseWallClock(value); err == nil && value >= t.user.ActiveFrom && value < t.user.ActiveTo {
			t.user.ListAt = value
			return true
		}
	case "list_limit":
		if n, err := strconv.Atoi(value); err == nil && slices.Contains(limits, n) {
			t.user.ListLimit = n
			return true
		}
	case "keep_text":
		t.user.KeepText = value == "yes"
		return true
	case "drafts":
		t.user.DraftsOff = value == "no"
		return value == "no" || value == "yes"
	}
	return false
}

func (t *turn) applyCountry(country string) bool {
	regions := timing.Regions(country)
	if len(regions) == 0 {
		return false
	}
	t.user.Country, t.user.Region, t.user.Timezone = country, country, regions[0].Zone
	return true
}

func (t *turn) applyRegion(region string) bool {
	for _, r := range timing.Regions(timing.Region(region).Country()) {
		if string(r.Region) == region {
			t.user.Country, t.user.Region, t.user.Timezone = r.Region.Country(), region, r.Zone
			return true
		}
	}
	return false
}

// answered takes typed text as the answer to the question that was asked last; false when it is none.
func (t *turn) answered(text string) bool {
	switch t.user.Asked {
	case AskedCountry, AskedRegion:
		return t.answeredRegion(text)
	case AskedCompany:
		return t.answeredWith("company", t.companyIn(text))
	case AskedListAt:
		return t.answeredWith("list_at", t.clockIn(text))
	}
	return false
}

func (t *turn) answeredWith(setting, value string) bool {
	if value == "" || !t.apply(setting, value) {
		return false
	}
	t.goOn(Question(setting))
	return true
}

// clockIn is the time of day that a text names, in the morning where it may be either. What is meant from now on,
// such as "in 2 Stunden", names none: it moves with the moment it is read at.
func (t *turn) clockIn(text string) string {
	midnight := t.calendar().At(t.today(), timing.WallClock{})
	at := t.clockFrom(text, midnight)
	if at != t.clockFrom(text, midnight.Add(time.Minute)) {
		return ""
	}
	return at
}

// clockFrom is the time of day that a text means when it is read at a moment.
func (t *turn) clockFrom(text string, now time.Time) string {
	if c := language.Read(text, t.local(now)); c.HasWhen && c.When.HasTime && c.Name == "" {
		return t.local(c.When.At).Format("15:04")
	}
	return ""
}

func (t *turn) answeredRegion(text string) bool {
	region, ok := timing.FindRegion(text)
	if !ok {
		return false
	}
	if !t.applyRegion(string(region.Region)) && !t.applyCountry(string(region.Region)) {
		return false
	}
	question := AskedRegion
	if region.Region.Country() == string(region.Region) {
		question = AskedCountry
	}
	t.goOn(question)
	return true
}

func (t *turn) showSettings() {
	keep := Button{Key: "keep_text.on", Action: "set:keep_text:yes"}
	if t.user.KeepText {
		keep = Button{Key: "keep_text.off", Action: "set:keep_text:no"}
	}
	buttons := t.choices("list_at", listTimes, 5)
	var sizes []Button
	for _, n := range limits {
		sizes = append(sizes, Button{
			Key: "choice.list_limit", Args: Args{"value": n}, Action: "set:list_limit:" + strconv.Itoa(n),
		})
	}
	t.change("settings", Args{
		"name": t.user.Name, "region": t.user.Region, "list_at": t.user.ListAt, "limit": t.user.ListLimit,
		"keep_text": t.user.KeepText,
	}, append(buttons, sizes, []Button{keep}, []Button{{Key: "change_region", Action: "region"}})...)
}
