package awscli

import "strings"

// exportForms are the forms of `aws configure export-credentials`.
var exportForms = []string{"process", "env", "env-no-export", "powershell", "windows-cmd", "fish"}

// exportCredentials prints the credentials in use, as JSON or as lines that set
// them in a shell.
func (c *awsCommand) exportCredentials(form string) (Reply, *cliError) {
	caller, err := c.caller()
	if err != nil {
		return Reply{}, err
	}
	k := caller.Credentials
	if k.AccessKeyID == "" {
		return Reply{}, configError("Configuration", "Unable to retrieve credentials: no credentials found")
	}
	expires := ""
	if s := c.shell.World.Session(k.AccessKeyID); s != nil && c.shell.cache[c.profileName()] == k.AccessKeyID {
		expires = isoTime(s.Expires)
	}
	if form == "" || form == "process" {
		return Reply{Stdout: processForm(k.AccessKeyID, k.SecretAccessKey, k.SessionToken, expires)}, nil
	}
	var b strings.Builder
	for _, v := range [][2]string{
		{"AWS_ACCESS_KEY_ID", k.AccessKeyID}, {"AWS_SECRET_ACCESS_KEY", k.SecretAccessKey},
		{"AWS_SESSION_TOKEN", k.SessionToken}, {"AWS_CREDENTIAL_EXPIRATION", expires},
	} {
		if v[1] != "" {
			b.WriteString(exportLine(form, v[0], v[1]) + "\n")
		}
	}
	return Reply{Stdout: b.String()}, nil
}

func exportLine(form, name, value string) string {
	switch form {
	case "env":
		return "export " + name + "=" + value
	case "powershell":
		return "$Env:" + name + `="` + value + `"`
	case "windows-cmd":
		return "set " + name + "=" + value
	case "fish":
		return "set -gx " + name + ` "` + value + `"`
	}
	return name + "=" + value
}

// processForm is what the setting credential_process expects of a program.
func processForm(id, secret, token, expires string) string {
	lines := []string{`  "Version": 1`, `  "AccessKeyId": ` + jsonString(id), `  "SecretAccessKey": ` + jsonString(secret)}
	if token != "" {
		lines = append(lines, `  "SessionToken": `+jsonString(token))
	}
	if expires != "" {
		lines = append(lines, `  "Expiration": `+jsonString(expires))
	}
	return "{\n" + strings.Join(lines, ",\n") + "\n}\n"
}
