package generate

import "math/rand/v2"

// person is somebody of the cast, with the words that speak of them.
type person struct {
	id   string // the user's name
	Name string
	they string // "she", "he"
	them string
	own  string // "her", "his"
}

// place is an account.
type place struct{ id, name string }

// cast is whose names the questions use: common names, written in ASCII so that
// they are user names too.
var cast = []person{
	{"alice", "Alice", "she", "her", "her"}, {"bob", "Bob", "he", "him", "his"},
	{"carlos", "Carlos", "he", "him", "his"}, {"diego", "Diego", "he", "him", "his"},
	{"jane", "Jane", "she", "her", "her"}, {"jorge", "Jorge", "he", "him", "his"},
	{"martha", "Martha", "she", "her", "her"}, {"mateo", "Mateo", "he", "him", "his"},
	{"nikki", "Nikki", "she", "her", "her"}, {"paulo", "Paulo", "he", "him", "his"},
	{"saanvi", "Saanvi", "she", "her", "her"}, {"shirley", "Shirley", "she", "her", "her"},
	{"sofia", "Sofia", "she", "her", "her"}, {"terry", "Terry", "he", "him", "his"},
}

var (
	places = []place{
		{"111122223333", "Tools"}, {"444455556666", "Production"}, {"123456789012", "Data"},
		{"777788889999", "Security"}, {"222222222222", "Research"}, {"555555555555", "Staging"},
	}
	roleNames   = []string{"Deploy", "Audit", "Backup", "Release", "Billing", "Support", "Restore", "Publish", "Migrate", "Inspect"}
	bucketNames = []string{"reports", "invoices", "photos", "releases", "backups", "exports", "measurements", "contracts"}
	folders     = []string{"2025", "2026", "drafts", "final", "public", "internal", "web", "api"}
	fileNames   = []string{"q3.csv", "summary.txt", "index.json", "list.csv", "notes.txt", "totals.csv"}
	// sessionNames are names that somebody chose for a role session.
	sessionNames = []string{"ship", "look", "fix-42", "night-run", "hotfix", "monday", "release-7"}
)

// dice are random numbers and what is drawn with them.
type dice struct{ *rand.Rand }

// pick draws one of a list.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// draw takes n different members of a list, in a random order.
func draw[T any](d dice, list []T, n int) []T {
	order := d.Perm(len(list))
	out := make([]T, n)
	for i := range n {
		out[i] = list[order[i]]
	}
	return out
}

func (d dice) coin() bool { return d.IntN(2) == 0 }

// shuffled is the list in a random order.
func shuffled[T any](d dice, list ...T) []T { return draw(d, list, len(list)) }
