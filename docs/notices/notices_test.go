package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	mit = "Permission is hereby granted, free of charge, to any person obtaining a copy\nof this software and associated documentation files"
	mpl = "Mozilla Public License Version 2.0\n1.12. \"Secondary License\" means either the GNU General Public License, Version 2.0, the GNU Lesser General Public License, Version 2.1, the GNU Affero General Public License, Version 3.0"
	gpl = "GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\nEveryone is permitted to copy and distribute verbatim copies\nof this license document, but changing it is not allowed."
)

func TestLicencesOf(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
		err  string
	}{
		"MIT":               {text: "Copyright (c) 2020\n\n" + mit, want: []string{"MIT"}},
		"MPL names the GPL": {text: mpl, want: []string{"MPL-2.0"}},
		"two":               {text: mit + "\n\n   Apache License\n   Version 2.0, January 2004\n", want: []string{"MIT", "Apache-2.0"}},
		"0BSD": {text: "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted.\n\nTHE SOFTWARE IS PROVIDED",
			want: []string{"0BSD"}},
		"ISC": {text: "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice",
			want: []string{"ISC"}},
		"GPL":              {text: gpl, err: "GPL"},
		"AGPL":             {text: strings.ReplaceAll(gpl, "GENERAL", "AFFERO GENERAL"), err: "AGPL"},
		"GPL after MIT":    {text: mit + "\n\n" + gpl, err: "GPL"},
		"notice of a GPL":  {text: "you can redistribute it and/or modify it under the terms of the GNU Affero General Public License", err: "AGPL"},
		"SSPL":             {text: "Server Side Public License\nVERSION 1", err: "SSPL"},
		"unknown":          {text: "You may look at this on Tuesdays.", err: "unknown"},
		"empty":            {text: "", err: "unknown"},
		"MIT with changes": {text: "Permission is hereby granted, for a charge, to any person", err: "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := licencesOf(c.text)
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("licences (-want +got):\n%s", d)
			}
			if (err != nil) != (c.err != "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("error %v, want %q", err, c.err)
			}
		})
	}
}

// TestNoticesNameEachFault: all that can't be taken is told at once, by name.
func TestNoticesNameEachFault(t *testing.T) {
	_, err := notices([]*part{
		{name: "good", texts: map[string]string{"LICENSE": mit}},
		{name: "copyleft", version: "v1", texts: map[string]string{"COPYING": gpl}},
		{name: "silent", texts: map[string]string{"NOTICE": "hello"}},
		{name: "nested", texts: map[string]string{"LICENSE": mit, "inner/LICENSE": gpl}},
		{name: "declared", declared: "(MIT OR GPL-3.0)", texts: map[string]string{"LICENSE": mit}},
	})
	for _, want := range []string{"copyleft v1, COPYING", "silent", "nested , inner/LICENSE", "declared"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v doesn't name %q", err, want)
		}
	}
	if err != nil && strings.Contains(err.Error(), "good") {
		t.Errorf("error %v names what is good", err)
	}
}

// TestTextsStandOnce under the names of all that they belong to.
func TestTextsStandOnce(t *testing.T) {
	b, err := notices([]*part{
		{name: "one", version: "v1", texts: map[string]string{"LICENSE": mit + "\r\n"}},
		{name: "two", version: "v2", texts: map[string]string{"LICENSE": mit, "NOTICE": "made by two"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	if n := strings.Count(text, mit); n != 1 {
		t.Errorf("the text stands %d times:\n%s", n, text)
	}
	for _, want := range []string{"one v1 (LICENSE)\ntwo v2 (LICENSE)", "two v2 (NOTICE)", "made by two"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}

// TestBundledPackages leaves out what is for work on the code, and refuses a folder
// that isn't what is locked.
func TestBundledPackages(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("package-lock.json", `{"packages": {"": {}, "node_modules/@a/b": {"version": "1.0.0", "license": "MIT"}, "node_modules/tool": {"version": "2.0.0", "dev": true}}}`)
	if _, err := bundledPackages(root); err == nil || !strings.Contains(err.Error(), "npm ci") {
		t.Errorf("not installed: error %v", err)
	}
	write("node_modules/@a/b/package.json", `{"version": "0.9.0"}`)
	write("node_modules/@a/b/LICENSE", mit)
	write("node_modules/@a/b/license.js", "no text")
	if _, err := bundledPackages(root); err == nil || !strings.Contains(err.Error(), "locked as 1.0.0") {
		t.Errorf("another version: error %v", err)
	}
	write("node_modules/@a/b/package.json", `{"version": "1.0.0"}`)
	all, err := bundledPackages(root)
	if err != nil || len(all) != 1 || all[0].name != "@a/b" || len(all[0].texts) != 1 {
		t.Errorf("%v, %v", all, err)
	}
}

// TestLinkedModules finds what the program is known to be built from, and not what
// only its tests are.
func TestLinkedModules(t *testing.T) {
	all, err := linkedModules(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, p := range all {
		names[p.name] = true
	}
	for _, want := range []string{"The Go standard library", "github.com/labstack/echo/v4", "github.com/mattn/go-sqlite3"} {
		if !names[want] {
			t.Errorf("%s is missing", want)
		}
	}
	if names["pgregory.net/rapid"] || names["rolecall"] {
		t.Errorf("too much: %v", names)
	}
	if _, err := notices(all); err != nil {
		t.Error(err)
	}
}
