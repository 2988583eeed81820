package view

// Home is the front page.
type Home struct {
	Opening *LessonEntry // the lesson to begin with; nil while there is none
	Live    *PolicyBlock // a live policy of it; nil when it has none
	LiveIn  string       // where that policy is explained
	GoOn    *Link        // where a known reader left off
}
