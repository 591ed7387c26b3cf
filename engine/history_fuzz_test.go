package engine_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/salesflow/salesflow/engine"
)

func FuzzTouchesReadAnyHistory(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 0x6a, 0, 0, 0, 5})
	f.Add(bytes.Repeat([]byte{0xff}, 8*60+3))
	f.Fuzz(func(t *testing.T, history []byte) {
		touches := engine.Lead{History: history}.Touches()
		if len(touches) != len(history)/8 {
			t.Fatalf("%d touches in %d bytes", len(touches), len(history))
		}
		for i, touch := range touches {
			bits := int64(binary.BigEndian.Uint64(history[8*i:]))
			if touch.At.Unix() != bits>>8 || touch.Out != (bits&1 == 1) || touch.Channel == "" {
				t.Errorf("%x is %+v", bits, touch)
			}
		}
	})
}
