package awsapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// parseJSON reads a JSON value of the command line. Numbers are json.Number.
// Its errors are worded as the CLI's are: what was expected, and where.
func parseJSON(src string) (any, error) {
	dec := json.NewDecoder(strings.NewReader(src))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, jsonError(src, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		end := int(dec.InputOffset())
		rest := src[end:]
		skipped := len(rest) - len(strings.TrimLeft(rest, " \t\r\n"))
		return nil, jsonFault("Extra data", src, end+skipped)
	}
	return v, nil
}

func jsonError(src string, err error) error {
	var se *json.SyntaxError
	offset := len(src)
	what := "Expecting value"
	if errors.As(err, &se) {
		offset = int(se.Offset) - 1
		what = jsonWanted(se.Error())
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || strings.Contains(err.Error(), "unexpected end") {
		what, offset = jsonCut(src)
	}
	return jsonFault(what, src, max(0, min(offset, len(src))))
}

func jsonWanted(msg string) string {
	switch {
	case strings.Contains(msg, "object key string"), strings.Contains(msg, "object key"):
		if strings.Contains(msg, "after object key") && !strings.Contains(msg, "key:value") {
			return "Expecting ':' delimiter"
		}
		if strings.Contains(msg, "key:value") {
			return "Expecting ',' delimiter"
		}
		return "Expecting property name enclosed in double quotes"
	case strings.Contains(msg, "array element"), strings.Contains(msg, "key:value"):
		return "Expecting ',' delimiter"
	case strings.Contains(msg, "in string literal"):
		return "Invalid control character at"
	case strings.Contains(msg, "string escape"):
		return `Invalid \escape`
	case strings.Contains(msg, "after top-level value"):
		return "Extra data"
	}
	return "Expecting value"
}

// jsonCut says what is missing at the end of a text that stops too early.
func jsonCut(src string) (what string, offset int) {
	quoted, start := false, 0
	for i := 0; i < len(src); i++ {
		switch {
		case quoted && src[i] == '\\':
			i++
		case src[i] == '"':
			quoted, start = !quoted, i
		}
	}
	if quoted {
		return "Unterminated string starting at", start
	}
	trimmed := strings.TrimRight(src, " \t\r\n")
	switch {
	case trimmed == "" || strings.HasSuffix(trimmed, ":") || strings.HasSuffix(trimmed, "["):
		return "Expecting value", len(src)
	case strings.HasSuffix(trimmed, "{"):
		return "Expecting property name enclosed in double quotes", len(src)
	}
	return "Expecting ',' delimiter", len(src)
}

func jsonFault(what, src string, offset int) error {
	before := src[:offset]
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Errorf("%s: line %d column %d (char %d)", what, line, column, utf8.RuneCountInString(before))
}

// compactJSON prints a value on one line, without escaping HTML.
func compactJSON(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return ""
	}
	return strings.TrimSuffix(b.String(), "\n")
}
