package desk

import (
	"strings"

	"rolecall/lessons"
)

// lit lists the members and arrows of a picture that a call went through.
func lit(scene *lessons.Picture, r Record) []string {
	from := member(scene, r.UserIdentity.ARN)
	var ids []string
	if from != "" {
		ids = append(ids, from)
	}
	for _, resource := range r.Resources {
		to := member(scene, resource.ARN)
		if to == "" {
			continue
		}
		ids = append(ids, to)
		for _, a := range scene.Arrows {
			if a.To == to && (a.From == from || strings.HasPrefix(from, a.From+"/")) {
				ids = append(ids, a.ID)
			}
		}
	}
	return ids
}

// member finds who or what an ARN names in a picture; empty when it isn't drawn.
func member(scene *lessons.Picture, arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	names := strings.Split(parts[5], "/")
	want := ""
	switch {
	case parts[2] == "s3":
		want = "/buckets/" + names[0]
	case names[0] == "assumed-role" && len(names) > 1:
		want = parts[4] + "/roles/" + names[1]
	case names[0] == "role" || names[0] == "user":
		want = parts[4] + "/" + names[0] + "s/" + names[len(names)-1]
	default:
		return ""
	}
	for _, room := range scene.Accounts {
		for _, m := range room.Members {
			if m.ID == want || parts[2] == "s3" && strings.HasSuffix(m.ID, want) {
				return m.ID
			}
		}
	}
	return ""
}

// DrawnOf is the member or account whose arrows the map is to draw; empty when the
// picture has none by that id.
func DrawnOf(scene *lessons.Picture, id string) string {
	for _, room := range scene.Accounts {
		if room.ID == id {
			return id
		}
		for _, m := range room.Members {
			if m.ID == id {
				return id
			}
		}
	}
	return ""
}
