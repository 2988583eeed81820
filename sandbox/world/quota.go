package world

import "rolecall/sandbox/iam"

// storage says as what the document at a path is stored: the size quota depends on
// it, and inline policies of one user, group or role share theirs.
func (w *World) storage(r ref) iam.Storage {
	if r.place != placeInline {
		return iam.Storage{As: iam.StoredAlone}
	}
	at := iam.Storage{As: map[string]iam.StoredAs{"users": iam.StoredInUser, "groups": iam.StoredInGroup, "roles": iam.StoredInRole}[r.class]}
	for _, name := range w.InlinePolicies(r.account, r.class, r.owner) {
		if path := r.account + "/" + r.class + "/" + r.owner + "/policies/" + name + ".json"; path != r.path {
			at.Others += iam.CountedCharacters(w.state.Documents[path])
		}
	}
	return at
}
