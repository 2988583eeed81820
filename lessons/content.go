package lessons

import (
	"errors"
	"io/fs"

	"rolecall/quiz"
	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// Content is everything that authors write: the course, its questions and the
// worlds both are played in.
type Content struct {
	Course  *Course
	Bank    *quiz.Bank
	Library *sandbox.Library
}

// loadContent compiles the course and the bank; each file is named with its folder
// in front.
func loadContent(courseFS, bankFS fs.FS, lib *sandbox.Library) (*Content, prose.Faults) {
	var faults prose.Faults
	course, fs := load(courseFS, lib)
	gather(&faults, "lessons/content/", fs.Err())
	bank, err := quiz.Load(bankFS, course, lib)
	gather(&faults, "quiz/content/", err)
	return &Content{Course: course, Bank: bank, Library: lib}, faults
}

// gather adds an error's faults, their files seen from the root of the house.
func gather(faults *prose.Faults, folder string, err error) {
	var fs prose.Faults
	switch {
	case err == nil:
	case errors.As(err, &fs):
		for _, f := range fs {
			f.File = folder + f.File
			*faults = append(*faults, f)
		}
	default:
		*faults = append(*faults, prose.Fault{File: folder, Message: err.Error()})
	}
}
