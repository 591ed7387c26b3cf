package timing

import (
	"sync"
	"time"
)

// zones are those that were asked for: reading one from its file takes as long as a decision.
var zones sync.Map

// Zone returns the time zone of a name such as Europe/Berlin; one that this machine does not know counts as UTC.
func Zone(name string) *time.Location {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	zones.Store(name, zone)
	return zone
}
