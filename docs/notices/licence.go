package main

import (
	"fmt"
	"strings"
)

// kind is a licence by its SPDX name, and words that its text and no other's holds.
type kind struct{ name, words string }

// kinds are the licences that this project takes, and those that it must not. A text
// is read without its line breaks, in lower case.
var kinds = []kind{
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy of this software"},
	{"ISC", "and distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice"},
	{"ISC", "and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice"},
	{"0BSD", "and/or distribute this software for any purpose with or without fee is hereby granted. the software"},
	{"BSD", "redistribution and use in source and binary forms, with or without modification, are permitted"},
	{"Apache-2.0", "apache license version 2.0, january 2004"},
	{"Apache-2.0", `licensed under the apache license, version 2.0 (the "license")`},
	{"MPL-2.0", "mozilla public license version 2.0"},
	{"MPL-2.0", "mozilla public license, version 2.0"},
	{"Unicode", "any person obtaining a copy of the unicode data files"},
	{"Unicode", "any person obtaining a copy of data files and any associated documentation"},

	{"GPL, LGPL or AGPL", "everyone is permitted to copy and distribute verbatim copies of this license document"},
	{"GPL, LGPL or AGPL", "under the terms of the gnu general public license"},
	{"GPL, LGPL or AGPL", "under the terms of the gnu lesser general public license"},
	{"GPL, LGPL or AGPL", "under the terms of the gnu affero general public license"},
	{"SSPL", "server side public license"},
	{"BUSL-1.1", "business source license"},
}

// taken are the licences under which this project takes a package.
var taken = map[string]bool{"MIT": true, "ISC": true, "0BSD": true, "BSD": true, "BSD-2-Clause": true, "BSD-3-Clause": true,
	"Apache-2.0": true, "MPL-2.0": true, "Unicode": true}

// licencesOf are the licences that a text holds, in the order of kinds; an error
// when it holds none that is known, or one that isn't taken.
func licencesOf(text string) ([]string, error) {
	plain := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	var found []string
	for _, k := range kinds {
		if !strings.Contains(plain, k.words) || len(found) > 0 && found[len(found)-1] == k.name {
			continue
		}
		if !taken[k.name] {
			return nil, fmt.Errorf("it is under %s, which this project doesn't take", k.name)
		}
		found = append(found, k.name)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("its licence is unknown; it begins with %.60q", strings.TrimSpace(text))
	}
	return found, nil
}
