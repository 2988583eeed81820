package web

import (
	"net/url"
	"testing"
)

func TestEvaluateAsksWithoutCalling(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("cross-account")
	ask := func(who, action, resource, context string) page {
		return r.get(w + "?" + url.Values{"who": {who}, "action": {action}, "resource": {resource}, "context": {context}}.Encode())
	}
	ask("111122223333/users/alice", "sts:AssumeRole", deployARN, "").
		has(t, "Not allowed", "Identity policy", "What would fix it", "allow sts:AssumeRole on Deploy", "Nothing has happened yet")
	ask("444455556666/roles/Deploy", "s3:GetObject", "arn:aws:s3:::reports/2026/q3.csv", "").has(t, "Allowed", "ReadReports", "Nothing has happened yet")
	ask("111122223333/users/alice", "sts:AssumeRole", "no arn", "").has(t, "Nothing asked yet").lacks(t, "What would fix it")
	ask("111122223333/users/alice", "sts:AssumeRole", deployARN, "no equals sign").has(t, "Line 1 of the context is not KEY = VALUE")
	ask("111122223333/users/nobody", "sts:AssumeRole", deployARN, "").has(t, "There is nobody called")
	ask("444455556666/roles/None", "sts:AssumeRole", deployARN, "").has(t, "There is no role")
}

func TestARefusalComesWithItsMend(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("cross-account")
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship").
		has(t, "What would fix it", "allow sts:AssumeRole on Deploy")
	edit := r.get(w + "?doc=" + aliceBadge)
	r.post(w+"/document", "path", aliceBadge, "base", edit.field(t, "base"), "source", mayDeploy).
		has(t, "As the policies stand now, this call would be allowed", "What your edit changed", "Now alice can assume Deploy")
}

func TestWhatAnEditOpens(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("cross-account")
	edit := r.get(w + "?doc=" + deployTrust)
	edit.lacks(t, "What your edit changed")
	open := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}`
	r.post(w+"/document", "path", deployTrust, "base", edit.field(t, "base"), "source", open).
		has(t, "What your edit changed", "any AWS account")
	// Another document says nothing of it.
	r.get(w+"?doc="+aliceBadge).lacks(t, "What your edit changed")
}
