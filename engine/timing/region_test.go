package timing_test

import (
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

func TestEveryRegionHasCodeNameAndZone(t *testing.T) {
	for country, want := range map[string]int{"DE": 16, "AT": 9, "CH": 26, "FR": 0, "": 0} {
		regions := timing.Regions(country)
		if len(regions) != want {
			t.Errorf("%q has %d regions, want %d", country, len(regions), want)
		}
		for _, r := range regions {
			if _, err := time.LoadLocation(r.Zone); err != nil || r.Name == "" || r.Region.Country() != country {
				t.Errorf("incomplete region %+v: %v", r, err)
			}
		}
	}
}

func TestEveryRegionIsFoundByCodeAndName(t *testing.T) {
	for _, country := range []string{"DE", "AT", "CH"} {
		for _, r := range timing.Regions(country) {
			for _, typed := range []string{string(r.Region), strings.ToLower(string(r.Region)), r.Name, " " + strings.ToUpper(r.Name)} {
				if got, ok := timing.FindRegion(typed); !ok || got != r {
					t.Errorf("%q found %+v, want %+v", typed, got, r)
				}
			}
		}
	}
}

func TestRegionIsFoundAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]timing.Region{
		"Bayern": "DE-BY", "bayern": "DE-BY", "BY": "DE-BY", "Freistaat Bayern": "DE-BY", "NRW": "DE-NW",
		"nordrhein westfalen": "DE-NW", "Baden Württemberg": "DE-BW", "Baden-Wuerttemberg": "DE-BW", "bawü": "DE-BW",
		"Thueringen": "DE-TH", "Meck-Pomm": "DE-MV", "Wien": "AT-9", "Niederoesterreich": "AT-3", "NÖ": "AT-3",
		"oö": "AT-4", "Stmk.": "AT-6", "Zürich": "CH-ZH", "Zuerich": "CH-ZH", "Zurich": "CH-ZH", "Kanton Zürich": "CH-ZH",
		"Kt. Bern": "CH-BE", "kt be": "CH-BE", "Kt. SH": "CH-SH", "Land NW": "DE-NW", "St.Gallen": "CH-SG", "sankt gallen": "CH-SG",
		"Genève": "CH-GE", "Graubuenden": "CH-GR", "Canton du Valais": "CH-VS", "Zu\u0308rich": "CH-ZH",
		"Deutschland": "DE", "oesterreich": "AT", "CH": "CH",
	} {
		if got, ok := timing.FindRegion(typed); !ok || got.Region != want {
			t.Errorf("%q found %q, want %q", typed, got.Region, want)
		}
	}
}

func TestUnclearRegionIsNotGuessed(t *testing.T) {
	for _, typed := range []string{"", " ", "BE", "SH", "NW", "no", "9", "3", "Atlantis", "Appenzell", "ja"} {
		if got, ok := timing.FindRegion(typed); ok || got != (timing.RegionInfo{}) {
			t.Errorf("%q found %+v", typed, got)
		}
	}
}

func TestCallerCannotChangeTheRegions(t *testing.T) {
	timing.Regions("DE")[0].Name = "changed"
	if timing.Regions("DE")[0].Name == "changed" {
		t.Error("the regions of a later caller have changed")
	}
}

func FuzzFindRegion(f *testing.F) {
	for _, typed := range []string{"Bayern", "Kt. Bern", "Zu\u0308rich", "", "\xff"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if got, ok := timing.FindRegion(typed); ok && (got.Name == "" || got.Zone == "") {
			t.Errorf("%q found %+v", typed, got)
		}
	})
}
