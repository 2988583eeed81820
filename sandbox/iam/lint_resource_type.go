package iam

// resourceTypes finds actions and resources of a statement that never meet.
func (l *linter) resourceTypes(*statement) {}
