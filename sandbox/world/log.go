package world

import (
	"encoding/json"
	"fmt"
)

// Remember tells the world how to read the records that were stored before it was
// loaded, oldest first. They are read when a call asks for the past, not before.
func (w *World) Remember(read func() ([]*Event, error)) { w.recall = read }

// Past lists the records of the world, oldest first: those that were stored before
// it was loaded, and those since.
func (w *World) Past() ([]*Event, error) {
	if w.recall != nil {
		stored, err := w.recall()
		if err != nil {
			return nil, fmt.Errorf("reading the world's log: %w", err)
		}
		w.events, w.recall = append(stored, w.events...), nil
	}
	return w.events, nil
}

// ParseEvent reads the record of a number as [Event.JSON] wrote it, but for the
// verdict: that is most of it, and no call asks for it.
func ParseEvent(seq int64, data []byte) (*Event, error) {
	type record Event
	e := &Event{}
	err := json.Unmarshal(data, &struct {
		*record
		Rolecall struct{} `json:"rolecall"`
	}{record: (*record)(e)})
	if err != nil {
		return nil, fmt.Errorf("event %d: %w", seq, err)
	}
	e.Seq = seq
	return e, nil
}
