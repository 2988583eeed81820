package play

import "rolecall/sandbox/budget"

// PartWork is for a part of a page that can be left out or cut short: a drawing, an
// analysis. So that one can't take the time of the others, each has its own.
var PartWork = budget.Limits{Steps: 2_000_000}

// Part is a budget for one part of a page of the world.
func (p *World) Part() *budget.Budget { return p.within(PartWork) }
