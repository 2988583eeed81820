package awscli

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
)

// profileName is the profile in use: of the line, else the environment, else "default".
func (c *awsCommand) profileName() string {
	for _, name := range []string{c.profile, c.shell.Env["AWS_PROFILE"], c.shell.Env["AWS_DEFAULT_PROFILE"]} {
		if name != "" {
			return name
		}
	}
	return "default"
}

// caller finds credentials where the CLI looks for them, in its order: a profile
// named on the line, the environment, the profile in use, and at last whoever
// the shell stands for.
func (c *awsCommand) caller() (awsapi.Caller, *cliError) {
	name := c.profileName()
	profile, known := c.shell.Profiles[name]
	if !known && name != "default" {
		return awsapi.Caller{}, generalError("The config profile (" + name + ") could not be found")
	}
	if c.unsigned {
		return awsapi.Caller{Kind: world.CallerAnonymous, SourceIP: c.shell.Caller.SourceIP, UserAgent: c.shell.Caller.UserAgent}, nil
	}
	if c.profile == "" {
		caller, ok, err := c.shell.environment()
		if ok || err != nil {
			return caller, err
		}
	}
	if !known || !hasCredentials(profile) {
		if name != "default" {
			return awsapi.Caller{}, configError("NoCredentials", noCredentials)
		}
		return c.shell.Caller, nil
	}
	return c.shell.profileCaller(name, nil)
}

const noCredentials = `Unable to locate credentials. You can configure credentials by running "aws login".`

func hasCredentials(p map[string]string) bool {
	return p["role_arn"] != "" || p["aws_access_key_id"] != ""
}

// keys makes a caller of keys, from where the shell stands.
func (s *Shell) keys(id, secret, token string) awsapi.Caller {
	return awsapi.Caller{
		Kind:        world.CallerKeys,
		Credentials: world.Credentials{AccessKeyID: id, SecretAccessKey: secret, SessionToken: token},
		SourceIP:    s.Caller.SourceIP, UserAgent: s.Caller.UserAgent,
	}
}

func (s *Shell) environment() (awsapi.Caller, bool, *cliError) {
	id, secret := s.Env["AWS_ACCESS_KEY_ID"], s.Env["AWS_SECRET_ACCESS_KEY"]
	if id == "" {
		return awsapi.Caller{}, false, nil
	}
	if secret == "" {
		return awsapi.Caller{}, false, generalError("Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY")
	}
	return s.keys(id, secret, s.Env["AWS_SESSION_TOKEN"]), true, nil
}

// profileCaller finds the credentials of a profile. One that names a role has
// it assumed, and its session kept until it ends by the world's clock. visited
// are the profiles that led here. See "Using an IAM role in the AWS CLI" in its
// user guide.
func (s *Shell) profileCaller(name string, visited []string) (awsapi.Caller, *cliError) {
	p := s.Profiles[name]
	if p["role_arn"] == "" {
		return s.staticCaller(name, p)
	}
	if session := s.World.Session(s.cache[name]); session != nil && !session.Expired(s.World.Now()) {
		k := session.Credentials()
		return s.keys(k.AccessKeyID, k.SecretAccessKey, k.SessionToken), nil
	}
	source, err := s.sourceCaller(name, p, append(visited, name))
	if err != nil {
		return awsapi.Caller{}, err
	}
	return s.assumeProfile(name, p, source)
}

func (s *Shell) staticCaller(name string, p map[string]string) (awsapi.Caller, *cliError) {
	if p["aws_access_key_id"] == "" {
		if name == "default" {
			return s.Caller, nil
		}
		return awsapi.Caller{}, configError("NoCredentials", noCredentials)
	}
	if p["aws_secret_access_key"] == "" {
		return awsapi.Caller{}, generalError("Partial credentials found in shared-credentials-file, missing: aws_secret_access_key")
	}
	return s.keys(p["aws_access_key_id"], p["aws_secret_access_key"], p["aws_session_token"]), nil
}

func (s *Shell) sourceCaller(name string, p map[string]string, visited []string) (awsapi.Caller, *cliError) {
	source, from := p["source_profile"], p["credential_source"]
	switch {
	case source != "" && from != "":
		return awsapi.Caller{}, generalError(fmt.Sprintf(`The profile "%s" contains both source_profile and credential_source.`, name))
	case from != "":
		return s.credentialSource(name, from)
	case source == "":
		return awsapi.Caller{}, generalError("Partial credentials found in assume-role, missing: source_profile or credential_source")
	}
	sp, known := s.Profiles[source]
	switch {
	case !known && source != "default":
		return awsapi.Caller{}, generalError(fmt.Sprintf(`The source_profile "%s" referenced in the profile "%s" does not exist.`, source, name))
	case source == name && sp["aws_access_key_id"] != "":
		return s.staticCaller(name, sp)
	case slices.Contains(visited, source):
		return awsapi.Caller{}, generalError(fmt.Sprintf("Infinite loop in credential configuration detected. Attempting to load from profile %s which has already been visited. Visited profiles: ['%s']",
			source, strings.Join(visited, "', '")))
	}
	return s.profileCaller(source, visited)
}

// credentialSource is a profile's credential_source: the environment, or what
// the machine is given, which the shell's own caller stands for.
func (s *Shell) credentialSource(name, from string) (awsapi.Caller, *cliError) {
	switch from {
	case "Environment":
		caller, ok, err := s.environment()
		if err == nil && !ok {
			err = generalError("Error when retrieving credentials from Environment: No credentials found in credential_source referenced in profile " + name)
		}
		return caller, err
	case "Ec2InstanceMetadata", "EcsContainer":
		return s.Caller, nil
	}
	return awsapi.Caller{}, generalError(fmt.Sprintf(`The credential source "%s" referenced in profile "%s" is not valid.`, from, name))
}

// assumeProfile calls AssumeRole as a profile's settings say.
func (s *Shell) assumeProfile(name string, p map[string]string, source awsapi.Caller) (awsapi.Caller, *cliError) {
	in := awsapi.Input{"RoleArn": p["role_arn"], "RoleSessionName": p["role_session_name"]}
	if p["role_session_name"] == "" {
		in["RoleSessionName"] = fmt.Sprintf("botocore-session-%d", s.World.Now().Unix())
	}
	if id := p["external_id"]; id != "" {
		in["ExternalId"] = id
	}
	if text := p["duration_seconds"]; text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return awsapi.Caller{}, generalError("invalid literal for int() with base 10: " + pyString(text))
		}
		in["DurationSeconds"] = n
	}
	if p["mfa_serial"] != "" {
		return awsapi.Caller{}, generalError("The profile " + name + " has an mfa_serial, and this console can't ask for the code: call `aws sts assume-role` with --serial-number and --token-code instead.")
	}
	_, outcome, fault := s.invoke(source, awsapi.LookupName("sts", "AssumeRole"), in)
	if fault != nil {
		return awsapi.Caller{}, stopped(fault)
	}
	if outcome.Err != nil {
		return awsapi.Caller{}, &cliError{exit: exitService, text: outcome.Err.Error(), refused: &outcome}
	}
	k := outcome.Credentials.Credentials()
	s.cache[name] = k.AccessKeyID
	return s.keys(k.AccessKeyID, k.SecretAccessKey, k.SessionToken), nil
}

// configFile prints ~/.aws/config or ~/.aws/credentials.
func (s *Shell) configFile(name string) (body []byte, ok bool, err error) {
	secret := name == "~/.aws/credentials"
	if !secret && name != "~/.aws/config" {
		return nil, false, nil
	}
	out := budget.NewText(s.budget)
	for _, profile := range slices.Sorted(maps.Keys(s.Profiles)) {
		begun := false
		for _, k := range slices.Sorted(maps.Keys(s.Profiles[profile])) {
			if isSecretSetting(k) != secret {
				continue
			}
			if !begun {
				write(out, "["+configHead(profile, secret)+"]\n")
				begun = true
			}
			write(out, k, " = ", s.Profiles[profile][k], "\n")
		}
	}
	return []byte(out.String()), out.Len() > 0, out.Err()
}

func configHead(profile string, secret bool) string {
	if profile != "default" && !secret {
		return "profile " + profile
	}
	return profile
}

func isSecretSetting(key string) bool {
	return key == "aws_access_key_id" || key == "aws_secret_access_key" || key == "aws_session_token"
}
