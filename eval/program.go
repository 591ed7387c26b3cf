package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// program is what is judged. It is only ever spoken to through its commands.
type program struct {
	path   string
	env    []string
	models string // folder for what fit returns
}

// fit returns the file with the model learned from the histories.
func (p program) fit(name string, histories []situation) (model string, err error) {
	model = filepath.Join(p.models, name+".model")
	file, err := os.Create(model)
	if err != nil {
		return "", err
	}
	defer file.Close()
	return model, p.pipe([]string{"fit"}, histories, func(out io.Reader) error {
		_, err := io.Copy(file, out)
		return err
	})
}

// decide asks for all situations and hands over the answers in the order they come in.
func (p program) decide(model string, situations []situation, answer func(raw []byte, d *decision) error) error {
	return p.pipe([]string{"decide", "--model", model}, situations, func(out io.Reader) error {
		lines := bufio.NewScanner(out)
		lines.Buffer(make([]byte, 1<<16), 1<<22)
		for lines.Scan() {
			var d decision
			if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
				return fmt.Errorf("decide answered %.200q: %w", lines.Bytes(), err)
			}
			if err := answer(lines.Bytes(), &d); err != nil {
				return err
			}
		}
		return lines.Err()
	})
}

// decisions asks for situations and returns one answer for each.
func (p program) decisions(model string, situations []situation) ([]decision, error) {
	all := make([]decision, 0, len(situations))
	err := p.decide(model, situations, func(_ []byte, d *decision) error {
		if d.Error != "" {
			return fmt.Errorf("decide answered line %d: %s", d.Line, d.Error)
		}
		all = append(all, *d)
		return nil
	})
	if err == nil && len(all) != len(situations) {
		err = fmt.Errorf("%d situations, but %d decisions", len(situations), len(all))
	}
	return all, err
}

// pipe runs a command, feeding it lines while reading what it says.
func (p program) pipe(args []string, lines []situation, read func(io.Reader) error) error {
	command := exec.Command(p.path, args...)
	command.Env = append(os.Environ(), p.env...)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	in, err := command.StdinPipe()
	if err != nil {
		return err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	written := make(chan error, 1)
	go func() { written <- write(in, lines) }()
	readErr := read(out)
	io.Copy(io.Discard, out)
	writeErr := <-written
	if err := command.Wait(); err != nil {
		return fmt.Errorf("%s: %w: %.400s", args[0], err, complaint.Bytes())
	}
	return errors.Join(readErr, writeErr)
}

func write(to io.WriteCloser, lines []situation) error {
	buffered := bufio.NewWriterSize(to, 1<<16)
	encoder := json.NewEncoder(buffered)
	for _, s := range lines {
		if err := encoder.Encode(s); err != nil {
			return err
		}
	}
	return errors.Join(buffered.Flush(), to.Close())
}
