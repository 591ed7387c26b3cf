package main

import (
	"os"

	adminapi "github.com/salesflow/salesflow/admin-api"
)

// openapiCommand prints the description of the API.
type openapiCommand struct{}

// Run prints OpenAPI 3.1 in YAML.
func (openapiCommand) Run() error {
	text, err := adminapi.OpenAPI()
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(text)
	return err
}
