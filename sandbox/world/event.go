package world

// Event is one record of the log, in CloudTrail's shape.
type Event struct {
	ID string
}
