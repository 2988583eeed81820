package lessons

import "io/fs"

// Load compiles a course. The error, if any, is [rolecall/prose.Faults].
func Load(fsys fs.FS) (*Course, error) { return &Course{}, nil }
