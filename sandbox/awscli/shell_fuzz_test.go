package awscli

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
)

// lineLimits are those of the lines that tests make up: small, so that going over
// one shows at once.
var lineLimits = budget.Limits{Steps: 100_000, Bytes: 256 << 10}

// ownTexts is how much a reply may hold beside what a budget counts: help texts,
// usages, and the parts of the line that errors repeat.
const ownTexts = maxStatement*16<<10 + 8*maxLine

// staysWithin runs a line at a prompt and checks that all it made is within the
// budget, which counts it, and that the prompt and its world can still be stored.
func staysWithin(t interface{ Fatalf(string, ...any) }, w *world.World, s *Shell, line string) {
	r := s.ExecWithin(budget.New(context.Background(), lineLimits), line)
	if made := int64(len(r.Stdout) + len(r.Stderr)); made > lineLimits.Bytes+ownTexts {
		t.Fatalf("%.200q printed %d bytes and the limit is %d", line, made, lineLimits.Bytes)
	}
	kept, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("%.200q: the shell can't be stored: %v", line, err)
	}
	// Text takes at most six bytes a byte as JSON, files four for three.
	if most := 6*2*maxStored + 2*maxFileBytes; len(kept) > most {
		t.Fatalf("%.200q: the shell takes %d bytes, want at most %d", line, len(kept), most)
	}
	if _, err := json.Marshal(w); err != nil {
		t.Fatalf("%.200q: the world can't be stored: %v", line, err)
	}
}

// linesOf generates lines of what costs most: variables, files, substitutions,
// calls with options of the operation table, and queries.
func linesOf() *rapid.Generator[string] {
	value := rapid.Custom(func(t *rapid.T) string {
		text := rapid.SampledFrom([]string{
			"$A", "${B}", "'x y'", "f", "file://f", "file://policy.json", "s3://reports/", "Key=a,Value@=file://f", "*", "-", "[1,2]", `'{"a":[1]}'`,
			"Deploy", "arn:aws:iam::444455556666:role/Deploy", "$(now)", "$(oidc https://a.b x=y)", "$(token s)", "100", "''",
		}).Draw(t, "value")
		return strings.Repeat(text, rapid.SampledFrom([]int{1, 1, 1, 40}).Draw(t, "times"))
	})
	call := rapid.Custom(func(t *rapid.T) string {
		op := rapid.SampledFrom(awsapi.Operations()).Draw(t, "operation")
		words := []string{"aws", op.CLI, op.Command}
		for i := range op.Input {
			if p := &op.Input[i]; p.Required || rapid.IntRange(0, 3).Draw(t, "given") == 0 {
				words = append(words, p.Option)
				if p.Type != awsapi.Boolean {
					words = append(words, value.Draw(t, "value"))
				}
			}
		}
		if rapid.Bool().Draw(t, "query") {
			query := strings.Repeat(rapid.SampledFrom([]string{"[@,@]|", "{a:@,b:@}|", "[@,@][]|", "*|[@,@]|"}).Draw(t, "query"), rapid.IntRange(0, 30).Draw(t, "times"))
			words = append(words, "--query", "'"+query+"@'", "--output", rapid.SampledFrom(outputFormats).Draw(t, "output"))
		}
		return strings.Join(words, " ")
	})
	builtin := rapid.Custom(func(t *rapid.T) string {
		word := rapid.SampledFrom([]string{"cat", "ls", "echo", "export", "export A=", "B=", "A=$A$B", "env", "unset", "aws s3 ls", "aws s3 cp", "aws s3 rm --recursive", "aws configure set region", "nosuch"}).Draw(t, "word")
		return word + " " + strings.Join(rapid.SliceOfN(value, 0, 5).Draw(t, "values"), rapid.SampledFrom([]string{" ", ""}).Draw(t, "between"))
	})
	return rapid.Custom(func(t *rapid.T) string {
		lines := rapid.SliceOfN(rapid.OneOf(call, builtin), 1, 4).Draw(t, "lines")
		return strings.Join(lines, "\n")
	})
}

func TestAnyLineStaysWithinItsBudget(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, s := crossAccount(t)
		s.Files["f"] = []byte(strings.Repeat("x ", 50_000))
		s.Env["A"], s.Env["B"] = strings.Repeat("y ", 5000), strings.Repeat("z", 10_000)
		for range rapid.IntRange(1, 3).Draw(rt, "lines") {
			staysWithin(rt, w, s, linesOf().Draw(rt, "line"))
		}
	})
}

// FuzzLine runs any line at a prompt that has a file and a variable.
func FuzzLine(f *testing.F) {
	for _, c := range heavyLines() {
		f.Add(c.line)
	}
	for _, line := range []string{
		"aws sts get-caller-identity", "aws iam list-roles --query 'Roles[].RoleName' --output text", "A=$A$A$A; echo $A",
		"cat f f", "aws s3 cp s3://reports/readme.txt -", "export X=$(now); env", "aws s3 cp f s3://reports/in/f",
		"aws iam create-role --role-name x --assume-role-policy-document file://policy.json", "aws configure list", "aws iam help",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		w, s := crossAccount(t)
		s.Files["f"] = []byte(strings.Repeat("x ", 50_000))
		s.Env["A"] = strings.Repeat("y ", 5000)
		staysWithin(t, w, s, line)
	})
}
