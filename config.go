package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/salesflow/salesflow/bot/ai"
)

// secretForm is what Telegram takes as a webhook's secret. It is never changed.
var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// mostExplored is the most that may be left to chance: more would cost users answers.
const mostExplored = 0.05

// settings are what an operator sets, in the environment or as flags of the same names.
type settings struct {
	DatabaseURL           string     `name:"database-url" env:"DATABASE_URL" help:"Postgres; without it one runs in DATA_DIR."`
	DataDir               string     `name:"data-dir" env:"DATA_DIR" default:".salesflow" help:"What the program keeps on this machine."`
	Listen                string     `env:"LISTEN" default:"127.0.0.1:8080" help:"Address and port to serve."`
	PublicURL             string     `name:"public-url" env:"PUBLIC_URL" help:"How the internet reaches this program (https)."`
	TelegramBotToken      string     `name:"telegram-bot-token" env:"TELEGRAM_BOT_TOKEN" help:"From @BotFather; without it the phone page serves as Telegram."`
	TelegramAPIURL        string     `name:"telegram-api-url" env:"TELEGRAM_API_URL" default:"https://api.telegram.org" help:"An own Bot API server or a stand-in."`
	TelegramWebhookSecret string     `name:"telegram-webhook-secret" env:"TELEGRAM_WEBHOOK_SECRET" help:"Comes back with every update."`
	TelegramMode          string     `name:"telegram-mode" env:"TELEGRAM_MODE" enum:"webhook,poll," default:"" help:"webhook (needs PUBLIC_URL) or poll."`
	OpenAIAPIKey          string     `name:"openai-api-key" env:"OPENAI_API_KEY" help:"Has drafts written by a language model; without any of these settings templates serve."`
	OpenAIBaseURL         string     `name:"openai-base-url" env:"OPENAI_BASE_URL" help:"Another provider that speaks OpenAI's protocol, such as http://localhost:11434/v1; may need no key."`
	OpenAIModel           string     `name:"openai-model" env:"OPENAI_MODEL" help:"The model; OpenAI has a usual one, others need it."`
	AIConfig              string     `name:"ai-config" env:"AI_CONFIG" help:"A YAML file with several providers, in place of base URL and model."`
	AITokens              int        `name:"ai-tokens" env:"AI_TOKENS" default:"60000" help:"How many tokens may be spent for a user a day; a draft takes about 1500."`
	SignUp                string     `name:"sign-up" env:"SIGN_UP" enum:"open,invite" default:"open" help:"Who may press start: anybody, or whoever has an invite link."`
	ConsentMode           string     `name:"consent-mode" env:"CONSENT_MODE" enum:"standard,strict" default:"standard" help:"What is allowed without a recorded consent."`
	Explore               float64    `name:"explore" env:"EXPLORE" default:"0" help:"The share of suggested times, at most 0.05, that is left to chance so that it can be measured what a good time is worth."`
	SuppressionKey        string     `name:"suppression-key" env:"SUPPRESSION_KEY" help:"Keys the hashes of stopped addresses: at least 32 characters. Without a DATABASE_URL one is made and kept in DATA_DIR."`
	Clock                 string     `name:"salesflow-clock" env:"SALESFLOW_CLOCK" help:"Start the clock here (RFC 3339) instead of now."`
	LogLevel              slog.Level `name:"log-level" env:"LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
}

// check reports everything that is missing or wrong at once.
func (s *settings) check() error {
	var wrong []error
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	if s.TelegramMode == "webhook" && s.PublicURL == "" {
		complain("TELEGRAM_MODE=webhook needs PUBLIC_URL")
	}
	if s.PublicURL == "" {
		s.PublicURL = "http://" + s.Listen
	} else if u, err := url.Parse(s.PublicURL); err != nil || u.Host == "" {
		complain("PUBLIC_URL is not a URL")
	}
	if s.TelegramMode == "" {
		s.TelegramMode = "poll"
		if s.TelegramWebhookSecret != "" {
			s.TelegramMode = "webhook"
		}
	}
	if s.TelegramMode == "webhook" && !secretForm.MatchString(s.TelegramWebhookSecret) {
		complain("TELEGRAM_MODE=webhook needs TELEGRAM_WEBHOOK_SECRET: 1 to 256 of A-Z a-z 0-9 _ -")
	}
	if s.AITokens < 0 {
		complain("AI_TOKENS is a number of tokens, 0 for none")
	}
	if s.Explore < 0 || s.Explore > mostExplored {
		complain("EXPLORE is a share from 0 to %g", mostExplored)
	}
	if s.Clock != "" {
		if _, err := time.Parse(time.RFC3339, s.Clock); err != nil {
			complain("SALESFLOW_CLOCK is not a time such as 2026-11-25T07:59:00+01:00")
		}
	}
	if s.DatabaseURL != "" && len(s.SuppressionKey) < 32 {
		complain("SUPPRESSION_KEY needs at least 32 characters when DATABASE_URL is set")
	}
	if _, err := s.ai(); err != nil {
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
}

// ai returns which language models may be asked; none where nothing is set. A key beside AI_CONFIG is fine: the file may
// name it.
func (s *settings) ai() (ai.Config, error) {
	if s.AIConfig == "" {
		return ai.Single(s.OpenAIAPIKey, s.OpenAIBaseURL, s.OpenAIModel)
	}
	if s.OpenAIBaseURL != "" || s.OpenAIModel != "" {
		return ai.Config{}, errors.New("AI_CONFIG takes the place of OPENAI_BASE_URL and OPENAI_MODEL: set the one or the others")
	}
	file, err := os.Open(s.AIConfig)
	if err != nil {
		return ai.Config{}, errors.New("AI_CONFIG cannot be opened")
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, ai.MostBytes+1))
	if err != nil {
		return ai.Config{}, errors.New("AI_CONFIG cannot be read")
	}
	return ai.Read(s.AIConfig, text, func(name string) string {
		if name == "OPENAI_API_KEY" && s.OpenAIAPIKey != "" {
			return s.OpenAIAPIKey // it may have come as a flag
		}
		return os.Getenv(name)
	})
}

// suppressionKey returns the key that was set or, with a database of our own, the one kept beside it.
func (s *settings) suppressionKey() ([]byte, error) {
	if s.SuppressionKey != "" {
		return []byte(s.SuppressionKey), nil
	}
	path := filepath.Join(s.DataDir, "suppression.key")
	key, err := os.ReadFile(path)
	if err == nil {
		return key, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return makeKey(path)
}

// makeKey makes the key that is kept beside the database. It is whole or not there, and of two programs that
// start at once both take the same.
func makeKey(path string) ([]byte, error) {
	draft, err := os.CreateTemp(filepath.Dir(path), "suppression.*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(draft.Name())
	_, err = draft.WriteString(secret())
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(draft.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}
