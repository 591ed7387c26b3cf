package ai

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sashabaranov/go-openai"
)

const (
	mostText = 64 << 10        // of an answer: whatever was asked for is far shorter
	grace    = 2 * time.Second // for what a server sends after the end of an answer
)

// stream sends one request and reads the answer to its end.
func (p *provider) stream(ctx context.Context, c Call, form manners, show *shown) (Reply, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(context.Canceled)
	begun := p.o.After(p.FirstToken, func() { cancel(errSlowStart) })
	defer begun()
	overdue := func() bool { return false }
	defer func() { overdue() }()
	a := answer{
		text: show.grown, begun: func() { begun() },
		ended: func() { overdue = p.o.After(grace, func() { cancel(errGrace) }) },
	}
	request := form.request(p.Models[c.Task], c)
	stream, err := p.client().CreateChatCompletionStream(ctx, request)
	if err == nil {
		err = a.receive(stream)
	}
	if f := ended(ctx); f != nil && a.finish == "" {
		err = f
	}
	if stream != nil {
		if a.finish == "" {
			cancel(context.Canceled) // nobody waits for what else may come
		}
		_ = stream.Close() // all that matters of it has been read
	}
	reply := Reply{Provider: p.Name, Model: request.Model}
	reply.TokensIn, reply.TokensOut = a.tokens(request)
	if err != nil {
		return reply, faultOf(err)
	}
	if f := a.fault(); f != nil {
		return reply, f
	}
	reply.Text = a.said.String()
	if c.Schema != nil && form.format != bySchema {
		reply.Text = object(reply.Text)
	}
	return reply, nil
}

func (p *provider) client() *openai.Client {
	config := openai.DefaultConfig(p.Key)
	if p.Kind == Azure {
		config = openai.DefaultAzureConfig(p.Key, p.BaseURL)
		config.APIVersion = p.APIVersion
		config.AzureModelMapperFunc = func(model string) string { return model } // it is the deployment's name
	}
	config.BaseURL = p.BaseURL
	config.HTTPClient = wire{p}
	return openai.NewClientWithConfig(config)
}

// answer collects what comes in.
type answer struct {
	text  func(soFar string)
	begun func()
	ended func()

	chunks          int
	said            strings.Builder
	finish          openai.FinishReason
	refused, called bool
	usage           *openai.Usage
}

// receive reads until the stream ends. How it ends does not matter once the answer has: some servers keep the line
// open, and all that would follow are the counts.
func (a *answer) receive(stream *openai.ChatCompletionStream) error {
	for {
		chunk, err := stream.Recv()
		if err != nil {
			return a.broken(err)
		}
		if chunk.Usage != nil {
			a.usage = chunk.Usage
		}
		if len(chunk.Choices) == 0 || chunk.Choices[0].Index != 0 {
			continue
		}
		a.add(chunk.Choices[0])
		if a.said.Len() > mostText {
			a.finish = ""
			return &fault{why: "an answer without end", help: nowhere, is: ErrTooLong}
		}
	}
}

func (a *answer) add(choice openai.ChatCompletionStreamChoice) {
	a.begun()
	a.chunks++
	a.refused = a.refused || choice.Delta.Refusal != ""
	a.called = a.called || len(choice.Delta.ToolCalls) > 0 || choice.Delta.FunctionCall != nil
	if choice.Delta.Content != "" && a.finish == "" {
		a.said.WriteString(choice.Delta.Content)
		a.text(a.said.String())
	}
	if choice.FinishReason != "" && choice.FinishReason != openai.FinishReasonNull && a.finish == "" {
		a.finish = choice.FinishReason
		a.ended()
	}
}

// broken is what the end of a stream means.
func (a *answer) broken(err error) error {
	if f, ok := errors.AsType[*fault](err); ok && f.is != nil {
		return f
	}
	if a.finish != "" {
		return nil
	}
	if api, ok := errors.AsType[*openai.APIError](err); ok && filtered(codeText(api.Code)) {
		return &fault{why: "the content filter broke the answer off", help: nowhere, is: ErrRefused}
	}
	if a.chunks == 0 {
		return &fault{why: "no choices in the answer", help: elsewhere, blame: true}
	}
	return &fault{why: "the answer broke off", help: elsewhere, blame: true}
}

// fault is what is wrong with an answer that came to its end.
func (a *answer) fault() *fault {
	switch {
	case a.finish == openai.FinishReasonLength:
		return &fault{why: "the answer was cut at its limit", help: nowhere, is: ErrTooLong}
	case a.finish == openai.FinishReasonContentFilter:
		return &fault{why: "the content filter took the answer", help: nowhere, is: ErrRefused}
	case a.refused:
		return &fault{why: "the model refused", help: nowhere, is: ErrRefused}
	case a.called:
		return &fault{why: "a tool was called that was not offered", help: elsewhere}
	case strings.TrimSpace(a.said.String()) == "":
		return &fault{why: "an empty answer", help: elsewhere}
	}
	return nil
}

// tokens are those that were counted or, without a count, those that what was sent and said will have been.
func (a *answer) tokens(r openai.ChatCompletionRequest) (in, out int) {
	if a.usage != nil && a.usage.PromptTokens > 0 {
		return a.usage.PromptTokens, max(a.usage.CompletionTokens, 0)
	}
	if a.chunks == 0 {
		return 0, 0
	}
	for _, m := range r.Messages {
		in += estimate(m.Content)
	}
	if f := r.ResponseFormat; f != nil && f.JSONSchema != nil {
		schema, _ := f.JSONSchema.Schema.MarshalJSON() // was sent, so it can be written
		in += estimate(string(schema))
	}
	return in, estimate(a.said.String())
}

// estimate is how many tokens a text may be: German ones have three to four characters.
func estimate(text string) int { return (utf8.RuneCountInString(text) + 2) / 3 }

// object is the JSON object in an answer that nobody held to be one and nothing else: models like to put it between
// fences, or behind what they think.
func object(text string) string {
	from, to := strings.Index(text, "{"), strings.LastIndex(text, "}")
	if from < 0 || to < from {
		return text
	}
	return text[from : to+1]
}
