package iam

import "strings"

// documentCache remembers compiled documents by kind and content. It has two
// generations: when the young one is full it becomes the old one and the old one
// is dropped, so what is used stays and memory stays bounded.
type documentCache struct {
	young, old [KindRCP + 1]map[string]cached
	size       int
}

// cached is what a document came to: a policy without a name, or its faults.
type cached struct {
	policy *Policy
	faults []Finding
}

// cacheSize is how many bytes of documents a generation holds; compiled, they
// take a few times that.
const cacheSize = 2 << 20

// parse is Parse by way of the cache. src is not kept.
func (d *documentCache) parse(kind Kind, src string) cached {
	if c, ok := d.young[kind][src]; ok {
		return c
	}
	c, ok := d.old[kind][src]
	if !ok {
		c.policy, c.faults = parseByGrammar(kind, src)
	}
	d.keep(kind, src, c)
	return c
}

func (d *documentCache) keep(kind Kind, src string, c cached) {
	if len(src) > cacheSize/8 {
		return
	}
	if d.size+len(src) > cacheSize {
		d.old = d.young
		d.young = [KindRCP + 1]map[string]cached{}
		d.size = 0
	}
	if d.young[kind] == nil {
		d.young[kind] = make(map[string]cached)
	}
	key := ""
	if c.policy != nil {
		key = c.policy.text
	} else {
		key = string([]byte(src))
	}
	d.young[kind][key] = c
	d.size += len(src) + 256
}

// parseByGrammar is Parse, and holds a document to what AWS's pages say and AWS itself
// does not: no Id in an identity-based policy, and a resource at the end of every ARN.
func parseByGrammar(kind Kind, src string) (*Policy, []Finding) {
	p, found := Parse(kind, "", []byte(src))
	if p == nil {
		return nil, found
	}
	fs := &faults{}
	if p.strayID() {
		fs.add(codeForbidden, int(p.idStart), int(p.idEnd), p.strayIDMessage(), strayIDMend)
	}
	for i := range p.statements {
		s := &p.statements[i]
		for j, text := range s.resourceTexts {
			if strings.HasSuffix(text, ":") && namesNothing(text) {
				fs.add(codeARN, int(s.resources[j].start), int(s.resources[j].end), quote(text)+" names no resource.", "End it with the resource, or with `*` for all of them.")
			}
		}
	}
	if len(fs.list) > 0 {
		return nil, fs.located(p.text)
	}
	return p, found
}

// namesNothing reports whether an ARN ends where its resource should begin.
func namesNothing(text string) bool {
	f, n := arnParts(text)
	return n == 6 && f[5] == ""
}
