package compliance

import (
	"embed"
	"io/fs"
	"slices"
	"sync"
)

// The profiles that come with SalesFlow, a file each.
//
//go:embed profiles/*.yaml
var profileFiles embed.FS

// builtIn reads them once; that their examples hold is tested, not checked at every start.
var builtIn = sync.OnceValue(func() []*Profile {
	profiles, problems := load(profileSources(), nil, false)
	if len(problems) > 0 {
		panic(problems) // the files are embedded, and tests read them
	}
	return profiles
})

func profileSources() []Source {
	names, err := fs.Glob(profileFiles, "profiles/*.yaml")
	if err != nil {
		panic(err)
	}
	var sources []Source
	for _, name := range names {
		text, err := profileFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		sources = append(sources, Source{name, text})
	}
	return sources
}

// BaseID is the id of the profile that all inherit.
const BaseID = "dach_base"

// All returns the built-in profiles: the base, then the companies.
func All() []*Profile { return slices.Clone(builtIn()) }

// ByID returns a built-in profile.
func ByID(id string) (*Profile, bool) {
	for _, p := range builtIn() {
		if p.ID == id {
			return p, true
		}
	}
	return nil, false
}
