package iam

// conditions reads a Condition element: operators, each with keys, each with a
// value or an array of them.
func (r *reader) conditions(s *statement, n *node) {
	if !r.expect(n, jsonObject, "`Condition`") {
		return
	}
	total := 0
	for i := n.child; i != 0; i = r.nodes[i].next {
		total += int(r.nodes[i].count)
	}
	s.conditions = make([]condition, 0, total)
	for i := n.child; i != 0; i = r.nodes[i].next {
		r.operator(s, &r.nodes[i])
	}
}

func (r *reader) operator(s *statement, n *node) {
	template, ok := parseOperator(n.key)
	if !ok {
		r.badKey(codeOperator, n, quote(n.key)+" is not a condition operator.", r.operatorMend(n.key))
	}
	if !r.expect(n, jsonObject, quote(n.key)) {
		return
	}
	first := len(s.conditions)
	var twins map[string]string
	if n.count > fewEntries {
		twins = make(map[string]string)
	}
	for i := n.child; i != 0; i = r.nodes[i].next {
		m := &r.nodes[i]
		c := template
		c.key = newContextKey(m.key)
		c.start, c.end = m.keyStart, m.end
		if n.count > fewEntries {
			r.caseTwinOf(twins, m)
		} else {
			r.caseTwin(s.conditions[first:], m, &c.key)
		}
		c.wanted = make([]string, 0, max(1, m.count))
		if r.values(&c, m) && ok {
			c.compile(r.variables)
			s.conditions = append(s.conditions, c)
		}
	}
}

// caseTwin faults a key that another of the same operator equals but for case.
func (r *reader) caseTwin(others []condition, n *node, key *contextKey) {
	for i := range others {
		if o := &others[i]; o.key.hash == key.hash && o.key.name != key.name && o.key.same(key) {
			r.twin(n)
			return
		}
	}
}

// caseTwinOf is caseTwin for an operator with many keys.
func (r *reader) caseTwinOf(seen map[string]string, n *node) {
	folded := lowerASCII(n.key)
	if other, ok := seen[folded]; ok && other != n.key {
		r.twin(n)
	}
	seen[folded] = n.key
}

func (r *reader) twin(n *node) {
	r.badKey(codeDuplicateKey, n, quote(n.key)+" appears twice in one operator; the names of condition keys ignore case.", "Keep one of them, with the values of both.")
}

// values reads a condition's values; numbers and booleans count as their text.
func (r *reader) values(c *condition, n *node) bool {
	switch n.kind {
	case jsonString, jsonNumber, jsonBool:
		c.wanted = append(c.wanted, n.text)
		return true
	case jsonArray:
		fine := true
		for i := n.child; i != 0; i = r.nodes[i].next {
			switch m := &r.nodes[i]; m.kind {
			case jsonString, jsonNumber, jsonBool:
				c.wanted = append(c.wanted, m.text)
				c.mixed = c.mixed || m.kind != r.nodes[n.child].kind
			case jsonNull, jsonArray, jsonObject:
				r.bad(codeWrongType, m, "A value of "+quote(n.key)+" is "+m.kind.label()+" here; it has to be a string, a number or a boolean.", "")
				fine = false
			}
		}
		return fine
	case jsonNull, jsonObject:
		r.bad(codeWrongType, n, "The value of "+quote(n.key)+" is "+n.kind.label()+" here; it has to be a string, a number, a boolean or an array of them.", "")
	}
	return false
}

func (r *reader) operatorMend(name string) string {
	c, _ := parseOperator(name)
	if c.base == "Null" {
		return "`Null` takes no `IfExists`: it asks by itself whether the key is there."
	}
	if r.hints == 0 {
		return ""
	}
	known := make([]string, 0, 6*len(operatorNames))
	for _, o := range operatorNames {
		for _, quant := range [...]string{"", "ForAllValues:", "ForAnyValue:"} {
			known = append(known, quant+o.name)
			if o.op != opNull {
				known = append(known, quant+o.name+"IfExists")
			}
		}
	}
	if near := r.near(name, known); near != "" {
		return "Did you mean `" + near + "`? Operators are written exactly so."
	}
	return "See the page \"Condition operators\" in the IAM User Guide for the list."
}
