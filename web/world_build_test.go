package web

import (
	"net/http"
	"strings"
	"testing"

	"rolecall/web/worlds"
)

func TestWorldsAreHandedOutToBeBuilt(t *testing.T) {
	s := testSite(t)
	r := newReader(t, s)
	w := r.post("/sandbox", "scenario", "cross-account").path
	id, _, _ := strings.Cut(strings.TrimPrefix(w, "/sandbox/"), "?")
	tests := []struct {
		path, file string
		want       []string
	}{
		{worlds.TerraformPath(id), "main.tf", []string{`resource "aws_iam_role" "production_deploy"`, "allowed_account_ids", "jsonencode"}},
		{worlds.CLIPath(id), "cli.sh", []string{"#!/usr/bin/env bash", "aws iam create-role", "--role-name Deploy"}},
	}
	for _, tt := range tests {
		p := r.get(tt.path)
		p.has(t, tt.want...)
		if h := p.Header().Get("Content-Disposition"); h != `attachment; filename="`+tt.file+`"` {
			t.Errorf("%s comes as %q", tt.path, h)
		}
		if p := newReader(t, s).do(http.MethodGet, tt.path, nil); p.Code != http.StatusNotFound {
			t.Errorf("somebody else gets %s: %d", tt.path, p.Code)
		}
	}
}
