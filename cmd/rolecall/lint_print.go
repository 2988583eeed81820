package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"rolecall/sandbox/iam"
)

// printFindings prints in one of the formats of lint.
func printFindings(w io.Writer, format string, found []finding) error {
	switch format {
	case "json":
		return printJSON(w, found)
	case "sarif":
		return printJSON(w, sarifOf(found))
	case "github":
		return printGitHub(w, found)
	}
	for _, f := range found {
		if _, err := fmt.Fprintf(w, "%s:%d:%d: %s %s\n", f.File, f.Line, f.Column, f.Code, f.sentences()); err != nil {
			return err
		}
	}
	return nil
}

// sentences are the message and the suggestion.
func (f *finding) sentences() string {
	if f.Suggestion == "" {
		return f.Message
	}
	return f.Message + " " + f.Suggestion
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// printGitHub prints workflow commands. See "Workflow commands for GitHub Actions":
// the message and the properties are escaped, each in its way.
func printGitHub(w io.Writer, found []finding) error {
	message := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, f := range found {
		command := map[string]string{"error": "error", "warning": "warning"}[f.Severity]
		if command == "" {
			command = "notice"
		}
		if _, err := fmt.Fprintf(w, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", command, property.Replace(filepath.ToSlash(f.File)), f.Line, f.Column, property.Replace(f.Code), message.Replace(f.sentences())); err != nil {
			return err
		}
	}
	return nil
}

// The parts of SARIF 2.1.0 that code scanning reads. See "Static Analysis Results
// Interchange Format (SARIF) Version 2.1.0", sections 3.13 to 3.30.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	InformationURI string      `json:"informationUri,omitempty"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string       `json:"id"`
	ShortDescription sarifMessage `json:"shortDescription"`
	Default          sarifLevel   `json:"defaultConfiguration"`
}

type sarifLevel struct {
	Level string `json:"level"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifMessage    `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifLogical struct {
	Name string `json:"fullyQualifiedName"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

func sarifOf(found []finding) sarifLog {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "rolecall", Rules: []sarifRule{}}
	index := map[string]int{}
	for i, c := range iam.Codes() {
		index[c.Code] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{c.Code, sarifMessage{c.Text}, sarifLevel{levelOf(c.Severity.String())}})
	}
	for _, f := range found {
		region := sarifRegion{StartLine: f.Line, StartColumn: f.Column}
		if f.end.Line > f.Line || f.end.Line == f.Line && f.end.Column > f.Column {
			region.EndLine, region.EndColumn = f.end.Line, f.end.Column
		}
		at := sarifLocation{Physical: sarifPhysical{sarifArtifact{(&url.URL{Path: filepath.ToSlash(f.File)}).String()}, region}}
		if f.Path != "" {
			at.Logical = []sarifLogical{{f.Path}}
		}
		run.Results = append(run.Results, sarifResult{f.Code, index[f.Code], levelOf(f.Severity), sarifMessage{f.sentences()}, []sarifLocation{at}})
	}
	return sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}

// levelOf is SARIF's word for a severity.
func levelOf(severity string) string {
	switch severity {
	case "error", "warning":
		return severity
	}
	return "note"
}
