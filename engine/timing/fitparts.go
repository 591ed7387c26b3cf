package timing

import "sync"

// pieces is how many parts work is cut into: the same on every machine, so that sums do not depend on it.
const pieces = 8

// inParts runs f over the parts of 0..n at once and returns the results in order.
func inParts[T any](n int, f func(from, to int) T) []T {
	results := make([]T, pieces)
	var group sync.WaitGroup
	for p := range pieces {
		group.Go(func() { results[p] = f(n*p/pieces, n*(p+1)/pieces) })
	}
	group.Wait()
	return results
}
