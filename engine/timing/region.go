package timing

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"
)

// Region is an ISO 3166-2 code such as "DE-BY", "AT-9" or "CH-ZH". A bare country, "DE", means that only the
// country is known; the empty Region means that nothing is.
type Region string

// Country returns the ISO 3166-1 part of r: "DE" for "DE-BY".
func (r Region) Country() string {
	country, _, _ := strings.Cut(string(r), "-")
	return country
}

// RegionInfo describes a region. Name is German, Zone an IANA name.
type RegionInfo struct {
	Region Region
	Name   string
	Zone   string
}

//go:embed regions.yaml
var regionsYAML []byte

// Regions returns the German Länder, the Austrian Länder or the Swiss cantons by German name, and nothing for
// any other country.
func Regions(country string) []RegionInfo {
	return append([]RegionInfo(nil), atlas().byCountry[country]...)
}

// FindRegion understands what people type for their region: "Bayern", "BY", "de-by", "Zuerich", "Kt. Bern",
// "NRW", also a whole country. It does not guess: what names regions of two countries ("BE": Berlin, Bern) is
// not found unless the word canton or Land says which.
func FindRegion(typed string) (RegionInfo, bool) {
	info, ok := atlas().bySpelling[spelling(typed)]
	return info, ok && info.Region != ""
}

type book struct {
	byCountry  map[string][]RegionInfo
	bySpelling map[string]RegionInfo // the zero RegionInfo marks a spelling of several regions
}

type countryEntry struct {
	Code     string        `yaml:"code"`
	Name     string        `yaml:"name"`
	Zone     string        `yaml:"zone"`
	Aliases  []string      `yaml:"aliases"`
	Prefixes []string      `yaml:"prefixes"`
	Regions  []regionEntry `yaml:"regions"`
}

type regionEntry struct {
	Code    string   `yaml:"code"`
	Name    string   `yaml:"name"`
	Aliases []string `yaml:"aliases"`
}

// atlas reads the embedded table once. A table that cannot be read leaves no region to be found; that the
// embedded one can be is held by the tests.
var atlas = sync.OnceValue(func() book {
	b := book{byCountry: map[string][]RegionInfo{}, bySpelling: map[string]RegionInfo{}}
	var countries []countryEntry
	if err := yaml.Unmarshal(regionsYAML, &countries); err != nil {
		return b
	}
	for _, c := range countries {
		b.addCountry(c)
	}
	return b
})

func (b book) addCountry(c countryEntry) {
	whole := RegionInfo{Region: Region(c.Code), Name: c.Name, Zone: c.Zone}
	b.spell(whole, append(c.Aliases, c.Code, c.Name)...)
	for _, r := range c.Regions {
		info := RegionInfo{Region: Region(c.Code + "-" + r.Code), Name: r.Name, Zone: c.Zone}
		b.byCountry[c.Code] = append(b.byCountry[c.Code], info)
		b.spell(info, string(info.Region))
		for _, name := range r.spellings() {
			b.spell(info, name)
			for _, prefix := range c.Prefixes {
				b.spell(info, prefix+name)
			}
		}
	}
}

// spellings leaves out the numbers that ISO gives the Austrian Länder: a typed "3" is the answer to another
// question.
func (r regionEntry) spellings() []string {
	names := append([]string{r.Name}, r.Aliases...)
	if unicode.IsLetter(rune(r.Code[0])) {
		names = append(names, r.Code)
	}
	return names
}

// spell makes a region findable, with umlauts written out ("zuerich") and left out ("zurich"). A spelling that
// already stands for another region stands for none from then on.
func (b book) spell(info RegionInfo, names ...string) {
	for _, name := range names {
		for _, key := range keys(name) {
			if known, taken := b.bySpelling[key]; taken && known != info {
				b.bySpelling[key] = RegionInfo{}
				continue
			}
			b.bySpelling[key] = info
		}
	}
}

// keys leaves out the unmarked form of very short names: "NÖ" must not be found as "no".
func keys(name string) []string {
	if plain := bare(name); len(plain) > 2 {
		return []string{spelling(name), plain}
	}
	return []string{spelling(name)}
}

// spelling reduces a name to lower-case letters and digits with umlauts written out.
func spelling(s string) string {
	written := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")
	return bare(written.Replace(strings.ToLower(norm.NFC.String(s))))
}

// bare reduces a name to lower-case letters and digits without any marks on them.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(s))
}
