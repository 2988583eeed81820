package analyze

import "slices"

// rank orders fixes of the same weight: the call first, then a value put right, then
// more in an Allow.
func (m *Mend) rank() (most int) {
	for _, s := range m.Steps {
		most = max(most, slices.Index([]StepKind{StepCall, StepCorrect, StepExtend, StepAdd, StepRelax, StepNarrow, StepRemove}, s.Kind))
	}
	return min(most, 2) // what comes after is in the order of its cost
}

// loosens reports whether a Deny is loosened, which comes last.
func (m *Mend) loosens() bool {
	return slices.ContainsFunc(m.Steps, func(s Step) bool { return s.Kind == StepNarrow || s.Kind == StepRemove })
}
