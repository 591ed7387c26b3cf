package timing

// How many answers of a country and of a user it takes to count as much as what is known above them.
const (
	countryPrior = 50
	userPrior    = 8
)

// levels learns what is expected of the leads of each country and each user.
func (f *fitter) levels(m *Model) {
	mind := NewMind(NewBrain(*m))
	countries, users := map[string]gammaCase{}, map[string]gammaCase{}
	country := map[string]string{}
	for i, r := range f.records {
		mind.history = f.histories[i]
		mind.form(m.Readiness)
		seen := gammaCase{answers: mind.shape - m.Alike, exposure: mind.rate - m.Alike/m.Readiness}
		seen = seen.limited()
		countries[r.Country] = countries[r.Country].plus(seen)
		users[r.User] = users[r.User].plus(seen)
		country[r.User] = r.Country
	}
	m.Users, m.Countries = map[string]float64{}, map[string]float64{}
	for name, c := range countries {
		m.Countries[name] = c.shrunk(countryPrior, m.Readiness)
	}
	for name, c := range users {
		m.Users[name] = c.shrunk(userPrior, m.Countries[country[name]])
	}
}

func (c gammaCase) plus(o gammaCase) gammaCase {
	return gammaCase{answers: c.answers + o.answers, exposure: c.exposure + o.exposure}
}

// limited keeps one lead with a long history from speaking for all the others.
func (c gammaCase) limited() gammaCase {
	const most = 3 // attempts
	if c.exposure <= most {
		return c
	}
	return gammaCase{answers: c.answers * most / c.exposure, exposure: most}
}

// shrunk is the readiness that c shows, drawn towards what is expected with the weight of some answers.
func (c gammaCase) shrunk(prior, expected float64) float64 {
	return (prior + c.answers) / (prior/expected + c.exposure)
}
