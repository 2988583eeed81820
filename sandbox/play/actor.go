package play

// Actor is who the console can be.
type Actor struct {
	ID      string // "111122223333/users/alice" or "session/ASIA…"
	Name    string // "alice"
	Detail  string // "user in Tools"
	Group   string // heads those of a kind: "Users"
	Current bool
}

// Words is the actor with what is known of them.
func (a Actor) Words() string {
	if a.Detail == "" {
		return a.Name
	}
	return a.Name + ", " + a.Detail
}

// MaxTitle is how many characters a world's title has at most.
const MaxTitle = 200
