// Package world is a small AWS held as a value: accounts with their users,
// groups, roles and resources, an organization above them, the sessions that
// were issued, a clock that only moves forward, and the log of every call.
//
// Every policy in it is a document with a path, the path of the scenario format
// ("444455556666/roles/Deploy/trust.json"). [World.SetDocument] is the one way
// in: a document that does not parse, or that AWS would refuse to store, leaves
// the last good one in force. Documents are compiled once and kept.
//
// A world has three parts that are stored apart: its document ([World.MarshalJSON]),
// rewritten when it changes and numbered; and its sessions and events, rows that
// are only ever appended.
//
// A World is not safe for concurrent use.
package world
