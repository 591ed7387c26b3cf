package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"
	"golang.org/x/sync/errgroup"
)

// clients ask the API for the suggestions of users picked at random, each with the user's own token. They use the
// HTTP client that costs least: it runs on the same machine as what is measured.
type clients struct {
	host  fasthttp.HostClient
	users int
}

func newClients(listen string, users int) *clients {
	return &clients{host: fasthttp.HostClient{Addr: listen, MaxConns: 512}, users: users}
}

// ask asks once; anything but a list is an error.
func (c *clients) ask() error {
	request, answer := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(answer)
	request.SetRequestURI("http://" + c.host.Addr + "/api/v1/followups/smart-suggestions?limit=20")
	request.Header.Set("Authorization", fmt.Sprintf("Bearer sf_%043d", 1+rand.IntN(c.users)))
	if err := c.host.Do(request, answer); err != nil {
		return err
	}
	if answer.StatusCode() != fasthttp.StatusOK || len(answer.Body()) < 1000 {
		return fmt.Errorf("the API answered %d: %.200s", answer.StatusCode(), answer.Body())
	}
	return nil
}

// steady asks at a fixed rate, whether or not earlier requests have their answer, and returns how long each took.
func (c *clients) steady(ctx context.Context, perSecond int, lasting time.Duration) (latencies, error) {
	took := make(latencies, int(lasting.Seconds()*float64(perSecond)))
	var group errgroup.Group
	every := time.NewTicker(time.Second / time.Duration(perSecond))
	defer every.Stop()
	for i := range took {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-every.C:
		}
		group.Go(func() error {
			begun := time.Now()
			err := c.ask()
			took[i] = time.Since(begun)
			return err
		})
	}
	return took, group.Wait()
}

// flatOut lets n clients ask, each anew as soon as it has its answer, and returns how many answers a second came.
func (c *clients) flatOut(ctx context.Context, n int, lasting time.Duration) (perSecond float64, err error) {
	var answers atomic.Int64
	begun := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	for range n {
		group.Go(func() error {
			for time.Since(begun) < lasting && ctx.Err() == nil {
				if err := c.ask(); err != nil {
					return err
				}
				answers.Add(1)
			}
			return ctx.Err()
		})
	}
	err = group.Wait()
	return float64(answers.Load()) / time.Since(begun).Seconds(), err
}

// latencies are how long single requests took.
type latencies []time.Duration

// quantile returns the time within which the share q was answered.
func (l latencies) quantile(q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(l))
	return sorted[int(q*float64(len(sorted)-1))]
}
