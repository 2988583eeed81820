package api

const (
	maxRecords = 1000 // in one answer
	batch      = 100  // records that a stream reads at a time
)
