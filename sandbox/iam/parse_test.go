package iam

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// codesOf writes findings as "code@line:column".
func codesOf(fs []Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, fmt.Sprintf("%s@%d:%d", f.Code, f.Span.Start.Line, f.Span.Start.Column))
	}
	return out
}

func TestParseFaults(t *testing.T) {
	stmt := func(s string) string { return `{"Version":"2012-10-17","Statement":{` + s + `}}` }
	const rest = `"Action":"s3:*","Resource":"*"`
	for _, c := range []struct {
		name string
		kind Kind
		doc  string
		want []string
	}{
		// JSON
		{"empty", KindIdentity, ``, []string{"bad-json@1:1"}},
		{"cut off", KindIdentity, `{"Statement":`, []string{"bad-json@1:14"}},
		{"single quotes", KindIdentity, `{'a':1}`, []string{"bad-json@1:2"}},
		{"comment", KindIdentity, "{\"Statement\": // all\n[]}", []string{"bad-json@1:15"}},
		{"trailing comma", KindIdentity, `{"Version":"2012-10-17",}`, []string{"bad-json@1:25"}},
		{"trailing data", KindIdentity, stmt(`"Effect":"Allow",`+rest) + " {}", []string{"bad-json@1:88"}},
		{"byte order mark", KindIdentity, "\ufeff{}", []string{"bad-json@1:1"}},
		{"bad escape", KindIdentity, `{"Id":"\x"}`, []string{"bad-json@1:8"}},
		{"half a surrogate pair", KindIdentity, `{"Id":"\ud800"}`, []string{"bad-json@1:8"}},
		{"bad UTF-8", KindIdentity, "{\"Id\":\"\xff\"}", []string{"bad-json@1:8"}},
		{"line break in a string", KindIdentity, "{\"Id\":\"a\nb\"}", []string{"bad-json@1:9"}},
		{"leading zero", KindIdentity, `{"Id":01}`, []string{"bad-json@1:7"}},
		{"columns count code points", KindResource, `{"Id":"éé","X":1,"Statement":{}}`, []string{"unknown-element@1:12", "missing-element@1:30", "missing-element@1:30", "missing-element@1:30"}},
		{"too deep", KindIdentity, strings.Repeat("[", 40) + strings.Repeat("]", 40), []string{"bad-json@1:34"}},
		{"duplicate key", KindIdentity, stmt(`"Effect":"Allow","Effect":"Deny",` + rest), []string{"duplicate-key@1:55"}},
		{"duplicate key by escape", KindIdentity, stmt(`"Effect":"Allow","\u0045ffect":"Deny",` + rest), []string{"duplicate-key@1:55"}},

		// document
		{"not an object", KindIdentity, `[]`, []string{"wrong-type@1:1"}},
		{"no statement", KindIdentity, `{}`, []string{"missing-element@1:1"}},
		{"empty statement", KindIdentity, `{"Statement":[]}`, []string{"missing-element@1:14"}},
		{"statement of wrong type", KindIdentity, `{"Statement":"Allow"}`, []string{"wrong-type@1:14"}},
		{"statement in statement", KindIdentity, `{"Statement":[[]]}`, []string{"wrong-type@1:15"}},
		{"unknown element", KindIdentity, `{"Statment":[]}`, []string{"missing-element@1:1", "unknown-element@1:2"}},
		{"version of one's own", KindIdentity, `{"Version":"2026-11-21","Statement":{"Effect":"Allow",` + rest + `}}`, []string{"bad-version@1:12"}},
		{"version of wrong type", KindIdentity, `{"Version":2012,"Statement":{"Effect":"Allow",` + rest + `}}`, []string{"wrong-type@1:12"}},
		{"id that is no text", KindIdentity, `{"Id":["x"],"Statement":{"Effect":"Allow",` + rest + `}}`, []string{"wrong-type@1:7"}},

		// statement
		{"all at once", KindIdentity, "{\"Version\":\"2012\",\n\"Statement\":[{\"Efect\":\"Allow\",\n\"Action\":7,\"Resource\":\"x\"}]}",
			[]string{"bad-version@1:12", "missing-element@2:14", "unknown-element@2:15", "wrong-type@3:10", "bad-arn@3:23"}},
		{"no effect", KindIdentity, stmt(rest), []string{"missing-element@1:37"}},
		{"wrong effect", KindIdentity, stmt(`"Effect":"allow",` + rest), []string{"bad-effect@1:47"}},
		{"no action", KindIdentity, stmt(`"Effect":"Allow","Resource":"*"`), []string{"missing-element@1:37"}},
		{"no resource", KindIdentity, stmt(`"Effect":"Allow","Action":"*"`), []string{"missing-element@1:37"}},
		{"both actions", KindIdentity, stmt(`"Effect":"Allow","NotAction":"s3:*",` + rest), []string{"conflicting-elements@1:55"}},
		{"both resources", KindIdentity, stmt(`"Effect":"Allow","NotResource":"*",` + rest), []string{"conflicting-elements@1:55"}},
		{"both principals", KindResource, stmt(`"Effect":"Allow","Principal":"*","NotPrincipal":"*",` + rest), []string{"conflicting-elements@1:71"}},
		{"action of wrong type", KindIdentity, stmt(`"Effect":"Allow","Action":["s3:*",1],"Resource":"*"`), []string{"wrong-type@1:72"}},
		{"sid of wrong type", KindIdentity, stmt(`"Sid":1,"Effect":"Allow",` + rest), []string{"wrong-type@1:44"}},

		// what a kind may not hold
		{"principal in identity", KindIdentity, stmt(`"Effect":"Allow","Principal":"*",` + rest), []string{"forbidden-element@1:55"}},
		{"not principal in session", KindSession, stmt(`"Effect":"Deny","NotPrincipal":"*",` + rest), []string{"forbidden-element@1:54"}},
		{"principal in boundary", KindBoundary, stmt(`"Effect":"Allow","Principal":"*",` + rest), []string{"forbidden-element@1:55"}},
		{"principal in scp", KindSCP, stmt(`"Effect":"Deny","Principal":"*",` + rest), []string{"forbidden-element@1:54"}},
		{"resource in trust", KindTrust, stmt(`"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"`), []string{"forbidden-element@1:97"}},
		{"not resource in trust", KindTrust, stmt(`"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","NotResource":"*"`), []string{"forbidden-element@1:97"}},
		{"not principal in trust", KindTrust, stmt(`"Effect":"Deny","NotPrincipal":"*","Action":"sts:AssumeRole"`), []string{"missing-element@1:37", "forbidden-element@1:54"}},
		{"no principal in trust", KindTrust, stmt(`"Effect":"Allow","Action":"sts:AssumeRole"`), []string{"missing-element@1:37"}},
		{"no principal in resource", KindResource, stmt(`"Effect":"Allow",` + rest), []string{"missing-element@1:37"}},
		{"allow in rcp", KindRCP, stmt(`"Effect":"Allow","Principal":"*",` + rest), []string{"forbidden-element@1:47"}},
		{"not action in rcp", KindRCP, stmt(`"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"`), []string{"missing-element@1:37", "forbidden-element@1:70"}},
		{"principal in rcp", KindRCP, stmt(`"Effect":"Deny","Principal":{"AWS":"111122223333"},` + rest), []string{"forbidden-element@1:66"}},

		// ARNs and principals
		{"bad ARNs", KindIdentity, stmt(`"Effect":"Allow","Action":"*","Resource":["reports","arn:aws:s3","arn::s3:::b","arn:aws::::b","arn:aws:s3:::"]`),
			[]string{"bad-arn@1:80", "bad-arn@1:90", "bad-arn@1:103", "bad-arn@1:117", "bad-arn@1:132"}},
		{"principal as text", KindTrust, stmt(`"Effect":"Allow","Principal":"111122223333","Action":"sts:AssumeRole"`), []string{"bad-principal@1:67"}},
		{"principal as array", KindTrust, stmt(`"Effect":"Allow","Principal":["*"],"Action":"sts:AssumeRole"`), []string{"wrong-type@1:67"}},
		{"principal of unknown sort", KindTrust, stmt(`"Effect":"Allow","Principal":{"Aws":"*"},"Action":"sts:AssumeRole"`), []string{"bad-principal@1:68"}},
		{"bad principals", KindTrust, stmt(`"Effect":"Allow","Principal":{"AWS":["alice","1234","arn:aws:iam::111122223333:user/*","arn:aws:iam::111122223333:group/g","arn:aws:iam::*:root","arn:aws:sts::111122223333:assumed-role/R"],"Service":["lambda","*"],"Federated":["*","arn:aws:iam::111122223333:role/R"],"CanonicalUser":"x"},"Action":"sts:AssumeRole"`),
			[]string{"bad-principal@1:75", "bad-principal@1:83", "bad-principal@1:90", "bad-principal@1:125", "bad-principal@1:161", "bad-principal@1:183", "bad-principal@1:238", "bad-principal@1:247", "bad-principal@1:265", "bad-principal@1:269", "bad-principal@1:321"}},

		// conditions
		{"condition of wrong type", KindIdentity, stmt(`"Effect":"Allow","Condition":[],` + rest), []string{"wrong-type@1:67"}},
		{"unknown operator", KindIdentity, stmt(`"Effect":"Allow","Condition":{"StringEqual":{"a:b":"c"}},` + rest), []string{"unknown-operator@1:68"}},
		{"operator in the wrong case", KindIdentity, stmt(`"Effect":"Allow","Condition":{"stringEquals":{"a:b":"c"}},` + rest), []string{"unknown-operator@1:68"}},
		{"null with if exists", KindIdentity, stmt(`"Effect":"Allow","Condition":{"NullIfExists":{"a:b":"true"}},` + rest), []string{"unknown-operator@1:68"}},
		{"operator's value", KindIdentity, stmt(`"Effect":"Allow","Condition":{"Bool":"true"},` + rest), []string{"wrong-type@1:75"}},
		{"null as value", KindIdentity, stmt(`"Effect":"Allow","Condition":{"Bool":{"a:b":[null,{}]}},` + rest), []string{"wrong-type@1:83", "wrong-type@1:88"}},
		{"key twice but for case", KindIdentity, stmt(`"Effect":"Allow","Condition":{"Bool":{"a:b":true,"A:B":true}},` + rest), []string{"duplicate-key@1:87"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, fs := Parse(c.kind, c.name, []byte(c.doc))
			if p != nil {
				t.Error("a policy came of it")
			}
			if diff := cmp.Diff(c.want, codesOf(fs)); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s\n%v", c.doc, diff, fs)
			}
			for _, f := range fs {
				if f.Severity != SeverityError || f.Message == "" || f.Span.End.Offset < f.Span.Start.Offset || f.Span.End.Offset > len(c.doc) {
					t.Errorf("finding %+v", f)
				}
			}
		})
	}
}

func TestParseAccepts(t *testing.T) {
	for _, c := range []struct {
		name string
		kind Kind
		doc  string
	}{
		{"a statement for an array", KindIdentity, `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`},
		{"an unknown action", KindIdentity, `{"Statement":{"Effect":"Allow","Action":"GetObject","Resource":"*"}}`},
		{"two Sids alike", KindIdentity, `{"Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"}]}`},
		{"empty lists", KindIdentity, `{"Statement":{"Effect":"Allow","Action":[],"Resource":[],"Condition":{"StringEquals":{"a:b":[]},"Bool":{}}}}`},
		{"empty principal", KindResource, `{"Statement":{"Effect":"Allow","Principal":{},"Action":"*","Resource":"*"}}`},
		{"a resource policy without Resource", KindResource, `{"Statement":{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"sns:*"}}`},
		{"an ARN that ends in a wildcard", KindIdentity, `{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:ec2:*"}}`},
		{"an origin access identity", KindResource, `{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC"},"Action":"*","Resource":"*"}}`},
		{"a canonical user", KindResource, `{"Statement":{"Effect":"Allow","Principal":{"CanonicalUser":"` + strings.Repeat("0a", 32) + `"},"Action":"*","Resource":"*"}}`},
		{"full language in an SCP", KindSCP, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::x","Condition":{"Bool":{"aws:SecureTransport":true}}}}`},
		{"far too large a policy", KindIdentity, `{"Statement":{"Effect":"Allow","Action":["` + strings.Repeat(`s3:GetObject","`, 20000) + `*"],"Resource":"*"}}`},
	} {
		if p, fs := Parse(c.kind, c.name, []byte(c.doc)); p == nil {
			t.Errorf("%s: %v", c.name, fs)
		}
	}
}

func TestPolicyAccessors(t *testing.T) {
	src := "{\n \"Id\": \"doc\",\n \"Statement\": [\n  {\"Sid\": \"One\", \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"*\", \"Resource\": \"*\"}]}"
	p, fs := Parse(KindResource, "bucket", []byte(src))
	if p == nil {
		t.Fatal(fs)
	}
	if p.Name() != "bucket" || p.Kind() != KindResource || p.Version() != "2008-10-17" || p.ID() != "doc" || string(p.Source()) != src {
		t.Errorf("%s %s %s %s", p.Name(), p.Kind(), p.Version(), p.ID())
	}
	want := []Statement{{Index: 0, Sid: "One", Effect: Deny, Span: Span{Position{34, 4, 3}, Position{len(src) - 2, 4, 85}}}}
	if diff := cmp.Diff(want, p.Statements()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestHugeDocumentIsRefusedBySize: the answer comes long before a reading could.
func TestHugeDocumentIsRefusedBySize(t *testing.T) {
	doc := []byte(strings.Repeat("[", 1_000_000))
	best := time.Hour
	for range 20 {
		begin := time.Now()
		p, fs := Parse(KindIdentity, "huge", doc)
		best = min(best, time.Since(begin))
		if p != nil || len(fs) != 1 || fs[0].Code != codeTooLarge {
			t.Fatalf("%v", fs)
		}
	}
	if best > 200*time.Microsecond {
		t.Errorf("it took %v", best)
	}
}

func TestGuessKind(t *testing.T) {
	for _, c := range []struct {
		doc  string
		want Kind
	}{
		{`{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`, KindIdentity},
		{`{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}`, KindTrust},
		{`{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}`, KindResource},
		{`{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}}`, KindResource},
		{`{"Statement":{"Effect":"Deny","Principal":"*","Action":["s3:*","sqs:*"],"Resource":"*"}}`, KindRCP},
		{`{`, KindIdentity}, {``, KindIdentity},
	} {
		if got := GuessKind([]byte(c.doc)); got != c.want {
			t.Errorf("%s: guessed %s, want %s", c.doc, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(byte(KindIdentity), `{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:username, 'x'}/*","Condition":{"StringLike":{"aws:username":["a*",1,true]}}}]}`)
	f.Add(byte(KindTrust), `{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333","Federated":"accounts.google.com"},"Action":"sts:AssumeRole"}}`)
	f.Add(byte(KindRCP), `{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}`)
	f.Add(byte(KindSCP), "{\"a\":\"\\ud83d\\ude00\\u0000\",\"a\":[1e9,-0.5,null,{}]}")
	f.Fuzz(func(t *testing.T, kind byte, doc string) {
		k := Kind(kind % byte(KindRCP+1))
		p, fs := Parse(k, "p", []byte(doc))
		if (p == nil) != HasError(fs) {
			t.Fatalf("policy %v with findings %v", p != nil, fs)
		}
		last := 0
		for _, f := range append(fs, Lint(k, "p", []byte(doc))...) {
			if f.Code == "" || f.Message == "" || f.Span.Start.Line < 1 || f.Span.Start.Column < 1 || f.Span.Start.Offset > len(doc) || f.Span.End.Offset > len(doc) {
				t.Fatalf("finding %+v", f)
			}
			last = max(last, f.Span.Start.Offset)
		}
		GuessKind([]byte(doc))
		if p == nil {
			return
		}
		if q, fs := Parse(k, "p", p.Source()); q == nil {
			t.Fatalf("its own source is refused: %v", fs)
		}
	})
}
