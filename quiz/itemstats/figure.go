package itemstats

import (
	"encoding/json"
	"math"
)

// Figure is a number that can't always be had: a correlation of something that
// doesn't vary isn't zero, it isn't there.
type Figure struct {
	Value float64
	Known bool
}

func known(v float64) Figure { return Figure{v, true} }

// ratio is a/b, unknown when b is nothing.
func ratio(a, b float64) Figure {
	if b <= tiny {
		return Figure{}
	}
	return known(a / b)
}

// tiny is a variance that rounding alone makes.
const tiny = 1e-12

// within moves rounding's excess back into bounds.
func (f Figure) within(low, high float64) Figure {
	f.Value = min(max(f.Value, low), high)
	return f
}

// MarshalJSON writes the number with four decimals, or null.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.Known {
		return []byte("null"), nil
	}
	return json.Marshal(math.Round(f.Value*1e4) / 1e4)
}
