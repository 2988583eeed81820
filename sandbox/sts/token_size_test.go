package sts_test

import (
	"testing"

	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// sized is what an answer says of the token in it.
type sized struct {
	token                 string
	size, percent, packed int64
}

// STS API: AssumeRole, GetSessionToken and GetFederationToken, "MinimumSessionTokenSize",
// "SessionTokenSize", "SessionTokenUtilization" and "PackedPolicySize".
//
// Rules: trust.token-size.
func TestTokenSize(t *testing.T) {
	s := newScene(t)
	const bare = int64(world.BareToken)
	tests := []struct {
		name   string
		call   func(t *testing.T, s *scene, policy string, least int64) sized
		policy string
		least  int64
		want   int64 // bytes
	}{
		{"nothing carried", assumeSized, "", 0, bare},
		{"a policy", assumeSized, allow("s3:GetObject"), 0, bare + int64(len(allow("s3:GetObject")))},
		{"white space is not carried", assumeSized, allow("s3:GetObject") + "\n\n", 0, bare + int64(len(allow("s3:GetObject")))},
		{"less asked for than there is", assumeSized, "", 10, bare},
		{"a byte more than there is", assumeSized, "", bare + 1, bare + 1},
		{"the most", assumeSized, allow("s3:GetObject"), 4096, 4096},
		{"a user's own session", userSized, "", 1024, 1024},
		{"a federated user's session", federatedSized, allow("s3:GetObject"), 1025, 1025},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.call(t, s, tt.policy, tt.least)
			if got.size != tt.want || int64(len(got.token)) != tt.want {
				t.Errorf("the answer says %d bytes and the token has %d, want %d", got.size, len(got.token), tt.want)
			}
			if percent := (tt.want*100 + 4095) / 4096; got.percent != percent || got.packed != percent {
				t.Errorf("utilization %d and packed size %d, want %d percent", got.percent, got.packed, percent)
			}
		})
	}
}

func assumeSized(t *testing.T, s *scene, policy string, least int64) sized {
	in := deploy()
	in.Policy, in.MinimumTokenSize = policy, least
	out, err := sts.AssumeRole(s.user(), in)
	if err != nil {
		t.Fatal(err)
	}
	return sized{out.Credentials.SessionToken, out.TokenSize, out.TokenUtilization, out.PackedPolicySize}
}

func userSized(t *testing.T, s *scene, _ string, least int64) sized {
	out, err := sts.GetSessionToken(s.user(), sts.GetSessionTokenInput{MinimumTokenSize: least})
	if err != nil {
		t.Fatal(err)
	}
	return sized{out.Credentials.SessionToken, out.TokenSize, out.TokenUtilization, out.TokenUtilization}
}

func federatedSized(t *testing.T, s *scene, policy string, least int64) sized {
	out, err := sts.GetFederationToken(s.user(), sts.GetFederationTokenInput{Name: "carol", Policy: policy, MinimumTokenSize: least})
	if err != nil {
		t.Fatal(err)
	}
	return sized{out.Credentials.SessionToken, out.TokenSize, out.TokenUtilization, out.PackedPolicySize}
}

// A token of the greatest size is a credential like any other, and a second one
// differs from it.
func TestLongTokensWork(t *testing.T) {
	s := newScene(t)
	in := first()
	in.MinimumTokenSize = world.MaxToken
	one, err := sts.AssumeRole(s.user(), in)
	if err != nil {
		t.Fatal(err)
	}
	two, err := sts.AssumeRole(s.user(), in)
	if err != nil {
		t.Fatal(err)
	}
	if one.Credentials.SessionToken == two.Credentials.SessionToken {
		t.Error("two sessions share a token")
	}
	if _, err := sts.GetCallerIdentity(s.session(one.Session())); err != nil {
		t.Errorf("the token is refused: %v", err)
	}
}
