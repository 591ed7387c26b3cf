package main

import (
	"net/http/httptest"

	"github.com/salesflow/salesflow/bot/standin/openai"
)

// aModelWrites connects a model that speaks OpenAI's protocol, and lets the program start anew.
func aModelWrites(w *world, _ []string) error {
	w.end()
	w.model = httptest.NewServer(openai.New(openai.Options{Models: []string{"writer"}}))
	w.t.Cleanup(w.model.Close)
	w.settings.OpenAIBaseURL, w.settings.OpenAIModel, w.settings.AITokens = w.model.URL+"/v1", "writer", 60_000
	w.start()
	return nil
}

func theModelIsGone(w *world, _ []string) error {
	w.model.Close()
	return nil
}
