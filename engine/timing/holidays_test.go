package timing_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine/timing"
)

// A holiday of a country: its days in 2026 and 2027, and where it is kept; empty is everywhere, a leading "not"
// names the exceptions.
type kept struct {
	in2026, in2027 string
	where          string
}

func german() []kept {
	return []kept{
		{"01-01", "01-01", ""}, {"04-03", "03-26", ""}, {"04-06", "03-29", ""}, {"05-01", "05-01", ""},
		{"05-14", "05-06", ""}, {"05-25", "05-17", ""}, {"10-03", "10-03", ""}, {"12-25", "12-25", ""},
		{"12-26", "12-26", ""},
		{"01-06", "01-06", "BW BY ST"},
		{"03-08", "03-08", "BE MV"},
		{"06-04", "05-27", "BW BY HE NW RP SL"},
		{"08-15", "08-15", "BY SL"},
		{"09-20", "09-20", "TH"},
		{"10-31", "10-31", "BB HB HH MV NI SN ST SH TH"},
		{"11-01", "11-01", "BW BY NW RP SL"},
		{"11-18", "11-17", "SN"},
	}
}

func austrian() []kept {
	return []kept{
		{"01-01", "01-01", ""}, {"01-06", "01-06", ""}, {"04-06", "03-29", ""}, {"05-01", "05-01", ""},
		{"05-14", "05-06", ""}, {"05-25", "05-17", ""}, {"06-04", "05-27", ""}, {"08-15", "08-15", ""},
		{"10-26", "10-26", ""}, {"11-01", "11-01", ""}, {"12-08", "12-08", ""}, {"12-25", "12-25", ""},
		{"12-26", "12-26", ""},
	}
}

func swiss() []kept {
	return []kept{
		{"01-01", "01-01", ""}, {"04-06", "03-29", ""}, {"05-14", "05-06", ""}, {"05-25", "05-17", ""},
		{"08-01", "08-01", ""}, {"12-25", "12-25", ""},
		{"01-02", "01-02", "not AI AR BL BS GE GR NE SZ TI UR"},
		{"01-06", "01-06", "GR SZ TI UR"},
		{"03-01", "03-01", "NE"},
		{"03-19", "03-19", "GR LU NW SZ TI UR VS"},
		{"04-03", "03-26", "not TI VS"},
		{"04-09", "04-01", "GL"},
		{"05-01", "05-01", "AG BL BS FR JU NE SH SO TG TI ZH"},
		{"06-04", "05-27", "AG AI BL FR GR JU LU NE NW OW SO SZ TI UR VS ZG"},
		{"06-23", "06-23", "JU"},
		{"06-29", "06-29", "TI"},
		{"08-15", "08-15", "AG AI BL FR GR JU LU NW OW SO SZ TI UR VS ZG"},
		{"09-10", "09-09", "GE"},
		{"09-21", "09-20", "NE VD"},
		{"09-22", "09-22", "AI"},
		{"09-25", "09-25", "OW"},
		{"11-01", "11-01", "AG AI FR GL GR JU LU NW OW SG SO SZ TI UR VS ZG"},
		{"12-08", "12-08", "AG AI FR GR LU NW OW SZ TI UR VS ZG"},
		{"12-26", "12-26", "not GE JU NE VD"},
		{"12-31", "12-31", "GE"},
	}
}

func TestEveryRegionRestsOnItsHolidaysOf2026And2027(t *testing.T) {
	for country, days := range map[string][]kept{"DE": german(), "AT": austrian(), "CH": swiss()} {
		for _, r := range timing.Regions(country) {
			part := strings.TrimPrefix(string(r.Region), country+"-")
			compare(t, r.Region, func(k kept) bool { return k.at(part) }, days)
		}
	}
}

func TestUnknownRegionRestsOnHolidaysOfAnyRegion(t *testing.T) {
	everywhere := func(kept) bool { return true }
	for _, unknown := range []timing.Region{"DE", "DE-XX", "DE-"} {
		compare(t, unknown, everywhere, german())
	}
	compare(t, "AT", everywhere, austrian())
	compare(t, "CH", everywhere, swiss())
}

func TestUnknownCountryHasNoHolidays(t *testing.T) {
	for _, unknown := range []timing.Region{"", "FR", "FR-75", "XX", "-BY"} {
		compare(t, unknown, func(kept) bool { return false }, nil)
	}
}

func TestHolidayHasTheNameOfItsCountry(t *testing.T) {
	for _, c := range []struct {
		region timing.Region
		day    string
		want   string
	}{
		{"DE-BY", "2026-08-15", "mariae_himmelfahrt"},
		{"DE-BY", "2026-01-06", "heilige_drei_koenige"},
		{"DE-SN", "2026-11-18", "buss_und_bettag"},
		{"DE-HH", "2026-05-14", "christi_himmelfahrt"},
		{"CH-ZH", "2026-05-14", "auffahrt"},
		{"AT-9", "2026-12-26", "stefanitag"},
		{"CH-GL", "2026-04-09", "naefelser_fahrt"},
		{"CH-JU", "2027-06-23", "fest_der_unabhaengigkeit"},
		{"CH-NE", "2023-01-02", "berchtoldstag"},
		{"CH-NE", "2022-12-26", "zweiter_weihnachtsfeiertag"},
		{"DE-BE", "2028-06-17", "tag_des_aufstands"},
	} {
		if got, ok := timing.Holiday(c.region, date(c.day)); !ok || got != c.want {
			t.Errorf("%s of %s is %q, want %q", c.day, c.region, got, c.want)
		}
	}
}

func TestHolidayBeginsWithItsLawAndTheTableEndsWithTheCentury(t *testing.T) {
	for _, c := range []struct {
		region timing.Region
		day    string
		want   bool
	}{
		{"DE-MV", "2022-03-08", false}, {"DE-MV", "2023-03-08", true},
		{"DE-TH", "2018-09-20", false}, {"DE-BE", "2027-06-17", false}, {"CH-NE", "2024-01-02", false},
		{"DE", "2000-01-01", true}, {"DE", "1999-12-25", false},
		{"DE", "2099-12-26", true}, {"DE", "2100-01-01", false},
	} {
		if _, ok := timing.Holiday(c.region, date(c.day)); ok != c.want {
			t.Errorf("%s in %s: holiday %v, want %v", c.day, c.region, ok, c.want)
		}
	}
}

// compare holds the holidays of all days of two years against those expected.
func compare(t *testing.T, region timing.Region, applies func(kept) bool, all []kept) {
	t.Helper()
	var want, got []string
	for _, k := range all {
		if applies(k) {
			want = append(want, "2026-"+k.in2026, "2027-"+k.in2027)
		}
	}
	slices.Sort(want)
	for d := date("2026-01-01"); d.Year < 2028; d = d.AddDays(1) {
		if _, ok := timing.Holiday(region, d); ok {
			got = append(got, d.String())
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s rests on\n%v, want\n%v", region, got, want)
	}
}

func (k kept) at(part string) bool {
	places := strings.Fields(k.where)
	switch {
	case len(places) == 0:
		return true
	case places[0] == "not":
		return !slices.Contains(places, part)
	default:
		return slices.Contains(places, part)
	}
}

func BenchmarkHoliday(b *testing.B) {
	corpusChristi := date("2026-06-04")
	b.ReportAllocs()
	for b.Loop() {
		timing.Holiday("DE-BY", corpusChristi)
	}
}
