package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestLogIsReadFromBothSides reads a log of three people: a asks b, who answers after an hour and asks back the day
// after; c writes to himself.
func TestLogIsReadFromBothSides(t *testing.T) {
	folder := t.TempDir()
	log := "from to time\nb a 1003600\na b 1000000\nb a 1090000\na b 1090060\nc c 1000000\n"
	if err := os.WriteFile(filepath.Join(folder, "log.txt"), []byte(log), 0o600); err != nil {
		t.Fatal(err)
	}
	l := mailLog{file: "log.txt", zone: "Europe/Warsaw", columns: [3]int{0, 1, 2}}
	exchanges, end, err := l.read(folder)
	if err != nil || len(exchanges) != 2 || end.Unix() != 1090060 {
		t.Fatalf("%d exchanges until %v: %v", len(exchanges), end, err)
	}
	for i, want := range []struct {
		opened   []int
		in3h     float64
		answered int
	}{{[]int{0}, 1, 1}, {[]int{2}, 1, 1}} {
		x := exchanges[i]
		var opened []int
		for j := range x.opened {
			opened = append(opened, j)
		}
		if len(opened) != 1 || opened[0] != want.opened[0] {
			t.Fatalf("%s opens with %v, want %v", x.me, opened, want.opened)
		}
		if got := x.answeredWithin(opened[0], 3*time.Hour); got != want.in3h {
			t.Errorf("%s is answered %v, want %v", x.me, got, want.in3h)
		}
		if got := x.turns(len(x.messages)); got != want.answered {
			t.Errorf("%s is answered %d times, want %d", x.me, got, want.answered)
		}
	}
	if line := l.line(exchanges[0], 2); len(line.Touches) != 2 || line.Touches[0].Direction != "out" || line.User.ID != "a" {
		t.Errorf("the line tells %+v", line)
	}
}
