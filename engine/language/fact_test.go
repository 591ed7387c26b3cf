package language

import "testing"

func TestFactsOfLeads(t *testing.T) {
	for text, want := range map[string]Fact{
		"Lisa hat das Video gesehen":                   {"Lisa", AboutVideo, 1},
		"die Lisa hat sich das Video schon angeschaut": {"Lisa", AboutVideo, 1},
		"Lisa Meier hat das Video noch nicht gesehen":  {"Lisa Meier", AboutVideo, 0},
		"Tom ist jetzt Kunde!":                         {"Tom", AboutCustomer, 0},
		"Tom hat bestellt":                             {"Tom", AboutCustomer, 0},
		"Frau Öztürk ist endlich Partnerin":            {"Öztürk", AboutPartner, 0},
		"Lisa ist zufrieden":                           {"Lisa", AboutSatisfaction, 8},
		"Lisa ist sehr zufrieden mit dem":              {"Lisa", AboutSatisfaction, 9},
		"Lisa isch z'friede":                           {"Lisa", AboutSatisfaction, 8},
		"Lisa ist leider unzufrieden":                  {"Lisa", AboutSatisfaction, 3},
		"Lisa ist nicht zufrieden":                     {"Lisa", AboutSatisfaction, 3},
		"Lisa gibt 8 von 10":                           {"Lisa", AboutSatisfaction, 8},
		"Lisa ist zu 9/10 zufrieden":                   {"Lisa", AboutSatisfaction, 9},
		"Lisa gibt 11 von 10":                          {},
		"Lisa gibt 0 von 10":                           {},
		"Lisa gibt 8 von 100":                          {},
		"ist Lisa zufrieden":                           {},
		"Lisa ist zufrieden?":                          {},
		"Lisa ist erledigt":                            {},
		"Lisa hat geantwortet":                         {},
		"Lisa ist Partnerin von Tom":                   {},
		"hat das Video gesehen":                        {},
		"Lisa siezen":                                  {"Lisa", AboutAddress, 2},
		"ich sieze Frau Berger":                        {"Berger", AboutAddress, 12},
		"Herrn Huber bitte siezen":                     {"Huber", AboutAddress, 22},
		"Frau Berger duzen":                            {"Berger", AboutAddress, 1},
		"Frau Dr. Berger bitte siezen":                 {"Dr. Berger", AboutAddress, 12},
		"Lisa duzen":                                   {"Lisa", AboutAddress, 1},
		"die Lisa Meier duze ich":                      {"Lisa Meier", AboutAddress, 1},
		"Ich bin mit Lisa per Du!":                     {"Lisa", AboutAddress, 1},
		"Lisa und ich sind jetzt per du":               {"Lisa", AboutAddress, 1},
		"Lisa per Sie":                                 {"Lisa", AboutAddress, 2},
		"wir sind per du":                              {"", AboutAddress, 1},
		"wir siezen uns":                               {"", AboutAddress, 2},
		"wir siezen uns nicht mehr":                    {"", AboutAddress, 1},
		"Lisa bitte nicht duzen":                       {"Lisa", AboutAddress, 2},
		"Lisa hat mir das Du angeboten":                {"Lisa", AboutAddress, 1},
		"Lisa möchte gesiezt werden":                   {"Lisa", AboutAddress, 2},
		"mit em Beat bin i duzis":                      {"Beat", AboutAddress, 1},
		"mit Beat bin i duzis":                         {"Beat", AboutAddress, 1},
		"Lisa siezen?":                                 {},
		"soll ich Lisa duzen":                          {},
		"Lisa und Tom duzen":                           {},
		"Lisa morgen um 9 siezen":                      {},
		"du bist toll":                                 {},
		"Sie hat geantwortet":                          {},
		"Lisa hat":                                     {},
	} {
		if f, ok := FactOf(text); ok && f != want || ok != (want.About != "") {
			t.Errorf("%q tells %+v, %v", text, f, ok)
		}
	}
}
