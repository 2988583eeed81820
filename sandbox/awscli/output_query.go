package awscli

import (
	"fmt"

	"rolecall/sandbox/jmespath"
)

// compileQuery reads --query.
func compileQuery(src string) (*jmespath.Expression, *cliError) {
	if len(src) > jmespath.MaxLength {
		return nil, paramError(fmt.Sprintf("Bad value for --query: it has %d bytes and the limit is %d", len(src), jmespath.MaxLength))
	}
	q, err := jmespath.Compile(src)
	if err != nil {
		return nil, paramError("Bad value for --query " + src + ": " + err.Error())
	}
	return q, nil
}

// search returns what a query picks from the document.
func (d *document) search(q *jmespath.Expression) (*document, *cliError) {
	root, err := q.Search(d.budget, d.root)
	if err != nil {
		return nil, stopped(err)
	}
	return &document{root: root, budget: d.budget}, nil
}
