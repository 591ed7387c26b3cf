package timing

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/de"
)

// regional is what one region rests on. Austria's Länder rest on the same days, so the country stands for all.
type regional struct {
	region   Region
	holidays []*cal.Holiday
}

// statutory returns the library's lists with what they lack added and what they have too much taken away.
// Sources of the changes: the Feiertagsgesetze of Bavaria, Mecklenburg-Vorpommern and Berlin; for Switzerland
// the Federal Office of Justice's list of cantonal holidays (kant-feiertage.pdf) and the cantons' Ruhetagsgesetze.
func statutory() []regional {
	all := slices.Concat(germany(), []regional{{"AT", at.Holidays}}, switzerland())
	extra, wrong := missing(), superfluous()
	for i, r := range all {
		kept := slices.DeleteFunc(slices.Clone(r.holidays), func(h *cal.Holiday) bool {
			return slices.Contains(wrong[r.region], h)
		})
		all[i].holidays = append(kept, extra[r.region]...)
	}
	return all
}

func germany() []regional {
	return []regional{
		{"DE-BW", de.HolidaysBW}, {"DE-BY", de.HolidaysBY}, {"DE-BE", de.HolidaysBE}, {"DE-BB", de.HolidaysBB},
		{"DE-HB", de.HolidaysHB}, {"DE-HH", de.HolidaysHH}, {"DE-HE", de.HolidaysHE}, {"DE-MV", de.HolidaysMV},
		{"DE-NI", de.HolidaysNI}, {"DE-NW", de.HolidaysNW}, {"DE-RP", de.HolidaysRP}, {"DE-SL", de.HolidaysSL},
		{"DE-SN", de.HolidaysSN}, {"DE-ST", de.HolidaysST}, {"DE-SH", de.HolidaysSH}, {"DE-TH", de.HolidaysTH},
	}
}

// switzerland adds Easter Monday and Whit Monday everywhere: where a canton's law does not name them, they are
// kept as rest days all the same.
func switzerland() []regional {
	cantons := []regional{
		{"CH-AG", ch.HolidaysAG}, {"CH-AI", ch.HolidaysAI}, {"CH-AR", ch.HolidaysAR}, {"CH-BE", ch.HolidaysBE},
		{"CH-BL", ch.HolidaysBL}, {"CH-BS", ch.HolidaysBS}, {"CH-FR", ch.HolidaysFR}, {"CH-GE", ch.HolidaysGE},
		{"CH-GL", ch.HolidaysGL}, {"CH-GR", ch.HolidaysGR}, {"CH-JU", ch.HolidaysJU}, {"CH-LU", ch.HolidaysLU},
		{"CH-NE", ch.HolidaysNE}, {"CH-NW", ch.HolidaysNW}, {"CH-OW", ch.HolidaysOW}, {"CH-SG", ch.HolidaysSG},
		{"CH-SH", ch.HolidaysSH}, {"CH-SO", ch.HolidaysSO}, {"CH-SZ", ch.HolidaysSZ}, {"CH-TG", ch.HolidaysTG},
		{"CH-TI", ch.HolidaysTI}, {"CH-UR", ch.HolidaysUR}, {"CH-VD", ch.HolidaysVD}, {"CH-VS", ch.HolidaysVS},
		{"CH-ZG", ch.HolidaysZG}, {"CH-ZH", ch.HolidaysZH},
	}
	for i, c := range cantons {
		cantons[i].holidays = slices.Concat(c.holidays, []*cal.Holiday{ch.Ostermontag, ch.Pfingstmontag})
	}
	return cantons
}

func superfluous() map[Region][]*cal.Holiday {
	return map[Region][]*cal.Holiday{"CH-GE": {ch.Fronleichnam}}
}

func missing() map[Region][]*cal.Holiday {
	bettagMonday := &cal.Holiday{Name: "Bettagsmontag", Month: time.September, Weekday: time.Sunday, Offset: 3,
		CalcOffset: 1, Func: cal.CalcWeekdayOffset}
	womensDay := de.Frauentag.Clone(&cal.Holiday{StartYear: 2023})
	return map[Region][]*cal.Holiday{
		"DE-BE": {inYear(2028, fixed("Tag des Aufstands", time.June, 17))},
		"DE-BY": {de.MariaHimmelfahrt},
		"DE-MV": {womensDay},
		"CH-AG": {ch.TagderArbeit},
		"CH-AI": {fixed("Mauritiustag", time.September, 22)},
		"CH-FR": {ch.Berchtoldstag, ch.MariaEmpfangnis, ch.ZweiterWeihnachtsfeiertag},
		"CH-GE": {genevaFast(), fixed("Wiederherstellung der Republik", time.December, 31)},
		"CH-GL": {ch.Berchtoldstag, naefels()},
		"CH-JU": {fixed("Fest der Unabhängigkeit", time.June, 23)},
		"CH-LU": {ch.Berchtoldstag},
		"CH-NE": {fixed("Ausrufung der Republik", time.March, 1), bettagMonday,
			ifMonday(ch.Berchtoldstag), ifMonday(ch.ZweiterWeihnachtsfeiertag)},
		"CH-NW": {ch.Berchtoldstag, ch.ZweiterWeihnachtsfeiertag},
		"CH-OW": {ch.Berchtoldstag, fixed("Bruder Klaus", time.September, 25), ch.ZweiterWeihnachtsfeiertag},
		"CH-SG": {ch.Berchtoldstag},
		"CH-SH": {ch.Berchtoldstag},
		"CH-SO": {ch.Berchtoldstag},
		"CH-TI": {fixed("Peter und Paul", time.June, 29)},
		"CH-VD": {bettagMonday},
		"CH-VS": {ch.Berchtoldstag, ch.ZweiterWeihnachtsfeiertag},
		"CH-ZG": {ch.Berchtoldstag, ch.Fronleichnam, ch.MariaHimmelfahrt, ch.MariaEmpfangnis},
		"CH-ZH": {ch.Berchtoldstag},
	}
}

func fixed(name string, month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Name: name, Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

func inYear(year int, h *cal.Holiday) *cal.Holiday {
	return h.Clone(&cal.Holiday{StartYear: year, EndYear: year})
}

// genevaFast is the Thursday after the first Sunday of September.
func genevaFast() *cal.Holiday {
	return &cal.Holiday{Name: "Genfer Bettag", Month: time.September, Weekday: time.Sunday, Offset: 1,
		CalcOffset: 4, Func: cal.CalcWeekdayOffset}
}

// naefels is the first Thursday of April, a week later if that is Maundy Thursday.
func naefels() *cal.Holiday {
	return &cal.Holiday{Name: "Näfelser Fahrt", Month: time.April, Weekday: time.Thursday, Offset: 1,
		Func: func(h *cal.Holiday, year int) time.Time {
			day := cal.CalcWeekdayOffset(h, year)
			goodFriday, _ := ch.Karfreitag.Calc(year)
			if DateOf(day).AddDays(1) == DateOf(goodFriday) {
				return day.AddDate(0, 0, 7)
			}
			return day
		}}
}

// ifMonday is h in the years in which it follows a Sunday.
func ifMonday(h *cal.Holiday) *cal.Holiday {
	monday := h.Clone(nil)
	monday.Func = func(_ *cal.Holiday, year int) time.Time {
		if actual, _ := h.Calc(year); actual.Weekday() == time.Monday {
			return actual
		}
		return time.Time{}
	}
	return monday
}
