package view

import "math"

// numberApart is how far the middles of two numbers stay from one another.
const numberApart = 19.0

// numbers are the places of the numbers so far, by the square they are in. Squares
// are as wide as numbers stay apart, so that only the next ones need a look.
type numbers map[[2]int][][2]float64

func square(x, y float64) [2]int {
	return [2]int{int(math.Floor(x / numberApart)), int(math.Floor(y / numberApart))}
}

// clear reports whether no number stands too near to a place.
func (n numbers) clear(x, y float64) bool {
	s := square(x, y)
	for i := -1; i <= 1; i++ {
		for j := -1; j <= 1; j++ {
			for _, p := range n[[2]int{s[0] + i, s[1] + j}] {
				if math.Hypot(p[0]-x, p[1]-y) < numberApart {
					return false
				}
			}
		}
	}
	return true
}

// place finds the place nearest to the middle of an edge that is clear of the
// numbers before it, and takes it. Each number before blocks a few places, so the
// search ends soon however long the edge is.
func (n *numbers) place(e placedEdge) float64 {
	y := n.find(e)
	if *n == nil {
		*n = numbers{}
	}
	s := square(e.numX, y)
	(*n)[s] = append((*n)[s], [2]float64{e.numX, y})
	return y
}

func (n numbers) find(e placedEdge) float64 {
	const step = 6.0
	middle := (e.startY + e.endY) / 2
	for off := 0.0; off < e.length()/2-10; off += step {
		for _, y := range []float64{middle - off, middle + off} {
			if n.clear(e.numX, y) {
				return y
			}
		}
	}
	return middle
}
