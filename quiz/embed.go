package quiz

import (
	"embed"
	"io/fs"
)

//go:embed content
var embedded embed.FS

// Files are the questions that are built into the program.
func Files() fs.FS {
	sub, err := fs.Sub(embedded, "content")
	if err != nil {
		return embedded // not reached: "content" is a valid path, which is all that Sub asks
	}
	return sub
}
