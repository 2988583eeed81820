package awscli

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

// configure answers `aws configure …`: settings are kept in the shell.
func (c *awsCommand) configure(args []string) (Reply, *cliError) {
	verbs := []string{"export-credentials", "get", "list", "list-profiles", "set"}
	if len(args) == 0 {
		return Reply{}, generalError("this console can't ask questions: use `aws configure set NAME VALUE [--profile PROFILE]`, or `export AWS_ACCESS_KEY_ID=…`")
	}
	if args[0] == "help" {
		return Reply{Stdout: helpConfigure}, nil
	}
	if err := checkChoice("argument subcommand", args[0], verbs, false); err != nil {
		return Reply{}, err
	}
	g := &grammar{}
	switch args[0] {
	case "get":
		g.words = []positional{{name: "varname", any: true}}
	case "set":
		g.words = []positional{{name: "varname", any: true}, {name: "value", any: true}}
	case "export-credentials":
		g.options = []option{{name: "--format", choices: exportForms}}
	}
	p, err := g.parse(args[1:])
	if err != nil {
		return Reply{}, err
	}
	if len(p.rest) > 0 {
		return Reply{}, paramError("Unknown options: " + strings.Join(p.rest, ", "))
	}
	switch args[0] {
	case "get":
		return c.configureGet(p.words["varname"])
	case "set":
		return c.configureSet(p.words["varname"], p.words["value"])
	case "export-credentials":
		form, _ := p.one("format")
		return c.exportCredentials(form)
	case "list-profiles":
		return Reply{Stdout: c.listProfiles()}, nil
	}
	return c.configureList()
}

const helpConfigure = `aws configure <subcommand>

  export-credentials           prints the credentials in use; --format env prints lines to paste
  list                         which credentials are in use, and where they come from
  list-profiles                the profiles there are
  get NAME                     prints a setting
  set NAME VALUE               keeps a setting; --profile PROFILE says for which profile

A profile that assumes a role:

  aws configure set role_arn arn:aws:iam::444455556666:role/Deploy --profile deploy
  aws configure set source_profile default --profile deploy
  aws sts get-caller-identity --profile deploy
`

// setting splits profile.NAME.KEY; a plain KEY belongs to the profile in use.
func (c *awsCommand) setting(name string) (profile, key string) {
	parts := strings.Split(name, ".")
	switch {
	case len(parts) == 3 && parts[0] == "profile":
		return parts[1], parts[2]
	case len(parts) == 2:
		return parts[0], parts[1]
	}
	return c.profileName(), name
}

func (c *awsCommand) configureGet(name string) (Reply, *cliError) {
	profile, key := c.setting(name)
	if _, known := c.shell.Profiles[profile]; !known && profile != "default" {
		return Reply{}, generalError("The config profile (" + profile + ") could not be found")
	}
	value, ok := c.shell.Profiles[profile][key]
	if !ok && profile == "default" && !hasCredentials(c.shell.Profiles[profile]) {
		value, ok = c.shell.own(key)
	}
	if !ok {
		return Reply{Exit: 1}, nil
	}
	return Reply{Stdout: value + "\n"}, nil
}

// own reads the credentials that the shell stands for as if they stood in the
// credentials file.
func (s *Shell) own(key string) (string, bool) {
	if s.Caller.Kind != world.CallerKeys {
		return "", false
	}
	k := s.Caller.Credentials
	value := map[string]string{
		"aws_access_key_id": k.AccessKeyID, "aws_secret_access_key": k.SecretAccessKey, "aws_session_token": k.SessionToken,
	}[key]
	return value, value != ""
}

var (
	settingName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	profileWord = regexp.MustCompile(`^[\w.@+=-]{1,64}$`)
)

func (c *awsCommand) configureSet(name, value string) (Reply, *cliError) {
	profile, key := c.setting(name)
	switch {
	case !settingName.MatchString(key) || !profileWord.MatchString(profile):
		return Reply{}, paramError("a setting is named NAME or profile.PROFILE.NAME, of letters, digits, - and _")
	case len(value) > maxValue || strings.ContainsAny(value, "\n\r"):
		return Reply{}, paramError(fmt.Sprintf("a setting is one line of at most %d bytes", maxValue))
	}
	size := len(key) + len(value) - len(c.shell.Profiles[profile][key])
	for _, p := range c.shell.Profiles {
		size += sizeOf(p)
	}
	if size > maxStored {
		return Reply{}, generalError(fmt.Sprintf("the shell keeps at most %d KB in settings", maxStored>>10))
	}
	settings, known := c.shell.Profiles[profile]
	if !known {
		if len(c.shell.Profiles) >= maxProfiles {
			return Reply{}, generalError(fmt.Sprintf("the shell keeps at most %d profiles", maxProfiles))
		}
		settings = map[string]string{}
		c.shell.Profiles[profile] = settings
	}
	if _, set := settings[key]; !set && len(settings) >= maxVariables {
		return Reply{}, generalError(fmt.Sprintf("a profile keeps at most %d settings", maxVariables))
	}
	settings[key] = value
	delete(c.shell.cache, profile)
	return Reply{}, nil
}

func (c *awsCommand) listProfiles() string {
	names := map[string]bool{"default": true}
	for p := range c.shell.Profiles {
		names[p] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(names)), "\n") + "\n"
}

// configureList shows the credentials in use and where they come from.
func (c *awsCommand) configureList() (Reply, *cliError) {
	var b strings.Builder
	row := func(name, value, kind, where string) {
		fmt.Fprintf(&b, "%-10s : %-24s : %-16s : %s\n", name, value, kind, where)
	}
	row("NAME", "VALUE", "TYPE", "LOCATION")
	profile := c.profileName()
	switch {
	case c.profile != "":
		row("profile", c.profile, "manual", "--profile")
	case c.shell.Env["AWS_PROFILE"] != "" || c.shell.Env["AWS_DEFAULT_PROFILE"] != "":
		row("profile", profile, "env", "['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']")
	default:
		row("profile", "<not set>", "None", "None")
	}
	if _, known := c.shell.Profiles[profile]; !known && profile != "default" {
		err := generalError("The config profile (" + profile + ") could not be found").reply(c.errorFormat)
		err.Stdout = b.String()
		return err, nil
	}
	caller, err := c.caller()
	if err != nil && err.exit != exitConfig {
		return Reply{}, err
	}
	kind := c.credentialType(profile)
	if k := caller.Credentials; k.AccessKeyID != "" && kind != "" {
		row("access_key", mask(k.AccessKeyID), kind, "")
		row("secret_key", mask(k.SecretAccessKey), kind, "")
	} else {
		row("access_key", "<not set>", "None", "None")
		row("secret_key", "<not set>", "None", "None")
	}
	c.regionRow(row, profile)
	return Reply{Stdout: b.String()}, nil
}

func mask(s string) string {
	if len(s) < 4 {
		return "****************" + s
	}
	return "****************" + s[len(s)-4:]
}

// credentialType names the place where the credentials in use were found.
func (c *awsCommand) credentialType(profile string) string {
	settings := c.shell.Profiles[profile]
	switch {
	case c.profile == "" && c.shell.Env["AWS_ACCESS_KEY_ID"] != "":
		return "env"
	case settings["role_arn"] != "":
		return "assume-role"
	case c.shell.Caller.Kind == world.CallerKeys || settings["aws_access_key_id"] != "":
		return "shared-credentials-file"
	}
	return ""
}

func (c *awsCommand) regionRow(row func(name, value, kind, where string), profile string) {
	for _, name := range []string{"AWS_REGION", "AWS_DEFAULT_REGION"} {
		if v := c.shell.Env[name]; v != "" {
			row("region", v, "env", "['AWS_REGION', 'AWS_DEFAULT_REGION']")
			return
		}
	}
	if v := c.shell.Profiles[profile]["region"]; v != "" {
		row("region", v, "config-file", "~/.aws/config")
		return
	}
	row("region", "us-east-1", "config-file", "~/.aws/config")
}
