package world

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// File is one policy document of a world.
type File struct {
	Path    string
	Kind    iam.Kind
	Account string // empty for the organization's policies
	Class   string // users, groups, roles, policies, buckets, queues, …, scps, rcps
	Owner   string // whose it is: "alice", "Deploy", "reports"; the policy's own name when managed
	Name    string // the policy's name; empty for trust and resource policies
	Label   string // for people: "Deploy's trust policy"
}

// DocumentError says why a document was not taken.
type DocumentError struct {
	Path     string
	Findings []iam.Finding // the errors, at least one
}

// Error names the path and the first fault.
func (e *DocumentError) Error() string {
	return e.Path + ": " + e.Findings[0].String()
}

type compiledKey struct {
	path string
	kind iam.Kind
}

// Files lists the policy documents by path.
func (w *World) Files() []File {
	files := make([]File, 0, len(w.state.Documents))
	for _, path := range w.paths() {
		if f, ok := w.File(path); ok {
			files = append(files, f)
		}
	}
	return files
}

// paths are the paths of the documents in order. They are sorted once for as long as
// no document comes or goes.
func (w *World) paths() []string {
	if w.sorted == nil {
		w.sorted = slices.Sorted(maps.Keys(w.state.Documents))
	}
	return w.sorted
}

// File describes the document at a path, whether or not there is one yet; ok is
// false when the path is no policy's.
func (w *World) File(path string) (f File, ok bool) {
	r, err := parsePath(path)
	if err != nil || !r.isPolicy() {
		return File{}, false
	}
	f = File{Path: path, Kind: r.kind(), Account: r.account, Class: r.class, Owner: r.owner, Name: r.name}
	if f.Owner == "" {
		f.Owner = r.name
	}
	f.Label = label(r)
	return f, true
}

func label(r ref) string {
	switch r.place {
	case placeInline:
		return possessive(r.owner) + " policy " + r.name
	case placeTrust:
		return possessive(r.owner) + " trust policy"
	case placeManaged:
		return "managed policy " + r.name
	case placeBucket:
		return "bucket policy of " + r.owner
	case placeResource:
		return resourceKinds[r.class].noun + " policy of " + r.owner
	case placeSCP:
		return "service control policy " + r.name
	case placeRCP:
		return "resource control policy " + r.name
	case placeObject:
		return "object " + r.name
	case placeFile:
		return "file " + r.name
	}
	return r.path
}

func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "'"
	}
	return name + "'s"
}

// Document returns the text at a path: a policy, an object's body or a file.
func (w *World) Document(path string) (src string, ok bool) {
	r, err := parsePath(path)
	if err != nil {
		return "", false
	}
	switch r.place {
	case placeObject:
		if b := w.bucket(r.account, r.owner); b != nil && b.Objects[r.name] != nil {
			return string(b.Objects[r.name].Body), true
		}
		return "", false
	case placeFile:
		src, ok = w.state.Files[r.name]
		return src, ok
	default:
		src, ok = w.state.Documents[path]
		return src, ok
	}
}

// CheckDocument says all there is to say about a text as the document at a
// path, and changes nothing. The error tells that the path itself can't be.
func (w *World) CheckDocument(path, src string) ([]iam.Finding, error) {
	r, err := w.resolve(path)
	if err != nil {
		return nil, err
	}
	if !r.isPolicy() {
		return nil, nil
	}
	findings := iam.LintAs(r.kind(), w.storage(r), path, []byte(src))
	return append(findings, w.unknownPrincipals(r, src)...), nil
}

// SetDocument stores a text at a path. A policy that does not parse, or that AWS
// would refuse to store, changes nothing and is answered with a *[DocumentError];
// the findings are those of [World.CheckDocument]. A managed policy that is new
// comes into being; users, groups, roles and resources must exist.
func (w *World) SetDocument(path, src string) ([]iam.Finding, error) {
	r, err := w.resolve(path)
	if err != nil {
		return nil, err
	}
	switch r.place {
	case placeObject:
		return nil, w.PutObject(w.bucket(r.account, r.owner), r.name, []byte(src), "")
	case placeFile:
		return nil, w.setFile(r.name, src)
	}
	findings, err := w.CheckDocument(path, src)
	if err != nil {
		return nil, err
	}
	if refused := w.refused(r, src); len(refused) > 0 {
		return findings, &DocumentError{path, refused}
	}
	if w.state.Documents[path] == src {
		return findings, nil
	}
	if err := w.room(len(src) - len(w.state.Documents[path])); err != nil {
		return findings, err
	}
	if r.place == placeManaged {
		w.touchManaged(r)
	}
	w.store(path, src)
	return findings, nil
}

// refused are the errors for which AWS wouldn't store a document. While a scenario
// is read, what AWS may show in a document it stored earlier passes: the unique
// id of a principal that was deleted since.
func (w *World) refused(r ref, src string) []iam.Finding {
	errs := errorsOnly(iam.StorableAs(r.kind(), w.storage(r), r.path, []byte(src)))
	if w.loading {
		_, parsed := iam.Parse(r.kind(), r.path, []byte(src))
		errs = slices.DeleteFunc(errs, func(f iam.Finding) bool {
			return f.Code == codePrincipal && !slices.ContainsFunc(parsed, func(p iam.Finding) bool { return p.Span == f.Span })
		})
	}
	errs = append(errs, w.oldVersion(r, src)...)
	return append(errs, w.unknownPrincipals(r, src)...)
}

// oldVersion: a managed policy has to be of the policy language's current version;
// policies of other sorts may be older. IAM's words are "Policy document must be
// version 2012-10-17 or greater".
func (w *World) oldVersion(r ref, src string) []iam.Finding {
	p, _ := iam.Parse(r.kind(), r.path, []byte(src))
	if r.place != placeManaged || p == nil || p.Version() == "2012-10-17" {
		return nil
	}
	return []iam.Finding{{
		Code: "bad-version", Severity: iam.SeverityError, Span: spanOf(src, 0, 1),
		Message: "Policy document must be version 2012-10-17 or greater.", Suggestion: `Write "Version": "2012-10-17".`,
	}}
}

// codePrincipal is the engine's code for a principal that can't be.
const codePrincipal = "bad-principal"

func (w *World) store(path, src string) {
	if _, there := w.state.Documents[path]; !there {
		w.sorted = nil
	}
	w.state.Documents[path] = src
	w.forget(path)
	w.changed()
}

// drop takes a document out.
func (w *World) drop(path string) {
	delete(w.state.Documents, path)
	w.sorted = nil
}

// forget drops what was compiled from a document.
func (w *World) forget(path string) {
	for _, kind := range []iam.Kind{iam.KindIdentity, iam.KindResource, iam.KindTrust, iam.KindBoundary, iam.KindSession, iam.KindSCP, iam.KindRCP} {
		delete(w.compiled, compiledKey{path, kind})
	}
}

// RemoveDocument takes a document away. A trust policy can't be: a role always
// has one. Neither can a managed policy that is still attached somewhere.
func (w *World) RemoveDocument(path string) error {
	r, err := w.resolve(path)
	if err != nil {
		return err
	}
	if _, ok := w.Document(path); !ok {
		return fmt.Errorf("there is no document %s", path)
	}
	switch r.place {
	case placeTrust:
		return fmt.Errorf("%s can't be removed: a role always has a trust policy", path)
	case placeObject:
		delete(w.bucket(r.account, r.owner).Objects, r.name)
		w.changed()
		return nil
	case placeFile:
		delete(w.state.Files, r.name)
		w.changed()
		return nil
	case placeManaged:
		if n := w.AttachmentCount(w.Account(r.account).Policies[r.name].ARN()); n > 0 {
			return fmt.Errorf("%s can't be removed: it is attached %d time(s)", path, n)
		}
		delete(w.Account(r.account).Policies, r.name)
	case placeSCP, placeRCP:
		if o := w.state.Organization; o != nil && o.Root.uses(r.name, r.place == placeRCP) {
			return fmt.Errorf("%s can't be removed: it is attached in the organization", path)
		}
	case placeInline, placeBucket, placeResource:
	}
	w.drop(path)
	w.forget(path)
	w.changed()
	return nil
}

// resolve takes a path apart and makes sure that what it belongs to exists.
func (w *World) resolve(path string) (ref, error) {
	r, err := parsePath(path)
	if err != nil {
		return r, err
	}
	missing := func(what, name string) (ref, error) {
		return r, fmt.Errorf("%s: account %s has no %s named %q", path, r.account, what, name)
	}
	if r.place == placeFile {
		return r, nil
	}
	if r.place == placeSCP || r.place == placeRCP {
		if w.state.Organization == nil {
			return r, fmt.Errorf("%s: this world has no organization", path)
		}
		return r, nil
	}
	a := w.Account(r.account)
	if a == nil {
		return r, fmt.Errorf("%s: this world has no account %s", path, r.account)
	}
	switch {
	case r.class == "users" && a.Users[r.owner] == nil:
		return missing("user", r.owner)
	case r.class == "groups" && a.Groups[r.owner] == nil:
		return missing("group", r.owner)
	case r.class == "roles" && a.Roles[r.owner] == nil:
		return missing("role", r.owner)
	case r.class == "buckets" && a.Buckets[r.owner] == nil:
		return missing("bucket", r.owner)
	case r.place == placeResource && a.Resources[r.class+"/"+r.owner] == nil:
		return missing(resourceKinds[r.class].noun, r.owner)
	}
	return r, nil
}

// policy compiles the document at a path as a kind of policy, or finds it
// compiled; nil when there is none.
func (w *World) policy(path string, kind iam.Kind) *iam.Policy {
	key := compiledKey{path, kind}
	if p, ok := w.compiled[key]; ok {
		return p
	}
	src, ok := w.state.Documents[path]
	if !ok {
		if src, ok = awsManagedDocument(path); !ok {
			return nil
		}
	}
	p, _ := iam.Parse(kind, path, []byte(src))
	w.compiled[key] = p
	return p
}

func (w *World) setFile(name, src string) error {
	if err := w.room(len(src) - len(w.state.Files[name])); err != nil {
		return err
	}
	w.state.Files[name] = src
	w.changed()
	return nil
}

// ScenarioFiles returns the files/NAME of the world, by name: what file:// reads.
func (w *World) ScenarioFiles() map[string]string { return w.state.Files }

// Room refuses to keep so many bytes more than the world has room for.
func (w *World) Room(more int) error { return w.room(more) }

// room refuses what would take the stored form over its limit.
func (w *World) room(more int) error {
	size := more
	for _, src := range w.state.Documents {
		size += len(src)
	}
	for _, src := range w.state.Files {
		size += len(src)
	}
	for _, a := range w.state.Accounts {
		for _, b := range a.Buckets {
			for _, o := range b.Objects {
				size += len(o.Body) * 4 / 3
			}
		}
		for _, p := range a.SAMLProviders {
			size += len(p.Metadata)
		}
	}
	// The rest of the stored form and its quoting take about as much again.
	if size > MaxDocument/2 {
		return fmt.Errorf("the world is full: documents and objects may hold %d KB in all", MaxDocument/2/1024)
	}
	return nil
}

// PutObject stores an object in a bucket of the world.
func (w *World) PutObject(b *Bucket, key string, body []byte, contentType string) error {
	if len(body) > MaxObject {
		return fmt.Errorf("objects in the sandbox hold at most %d KB", MaxObject/1024)
	}
	if err := w.room(len(body) * 4 / 3); err != nil {
		return err
	}
	if contentType == "" {
		contentType = "binary/octet-stream"
	}
	if b.Objects == nil {
		b.Objects = map[string]*Object{}
	}
	sum := md5.Sum(body)
	b.Objects[key] = &Object{Key: key, Body: body, ETag: hex.EncodeToString(sum[:]), ContentType: contentType, Modified: w.Now()}
	w.changed()
	return nil
}

func errorsOnly(fs []iam.Finding) []iam.Finding {
	var errs []iam.Finding
	for _, f := range fs {
		if f.Severity == iam.SeverityError {
			errs = append(errs, f)
		}
	}
	return errs
}

// PolicySource is the text of a policy as traces name it: a document of the
// world, one of AWS's own, or a session's inline policy. Empty when there is none.
func (w *World) PolicySource(name string) string {
	if src, ok := w.state.Documents[name]; ok {
		return src
	}
	if src, ok := awsManagedDocument(name); ok {
		return src
	}
	if key, ok := strings.CutPrefix(name, "sessions/"); ok {
		if s := w.sessions[strings.TrimSuffix(key, "/policy.json")]; s != nil {
			return s.Policy
		}
	}
	if name == "organization/scps/"+FullAccess+".json" {
		return FullAccessDocument
	}
	return ""
}
