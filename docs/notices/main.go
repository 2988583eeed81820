// Command notices writes THIRD-PARTY-NOTICES: what the program and its scripts are
// built from, and under which terms. It reads the Go modules that cmd/rolecall
// links and the npm packages that the scripts bundle, each with the licences that
// lie in it, and fails when one of them is unknown or not among those that this
// project takes.
//
//	go run ./docs/notices           writes the file
//	go run ./docs/notices -check    exits with 1 when the file isn't up to date
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

const fileName = "THIRD-PARTY-NOTICES"

func main() {
	check := flag.Bool("check", false, "only tell whether "+fileName+" is up to date")
	root := flag.String("root", ".", "the project's folder")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		fmt.Fprintln(os.Stderr, "notices:", err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	linked, err := linkedModules(root)
	if err != nil {
		return err
	}
	bundled, err := bundledPackages(root)
	if err != nil {
		return err
	}
	want, err := notices(append(linked, bundled...))
	if err != nil {
		return err
	}
	file := filepath.Join(root, fileName)
	if !check {
		return os.WriteFile(file, want, 0o644)
	}
	have, err := os.ReadFile(file)
	if err != nil || string(have) != string(want) {
		return errors.New(fileName + " is not up to date: run make generate")
	}
	return nil
}
