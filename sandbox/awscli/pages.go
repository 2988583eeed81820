package awscli

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/jmespath"
)

// The CLI fetches a long list page by page on its own. --max-items cuts what it
// shows, --starting-token goes on from there, --page-size says how much to fetch
// at once, which shows in nothing. See "Using the pagination options in the AWS
// CLI" in its user guide.

// tokenNames says by service what a page's place is called, for the operations
// that the CLI fetches page by page.
var tokenNames = map[string]struct {
	token string
	ops   []string
}{
	"cloudtrail":     {"NextToken", []string{"LookupEvents"}},
	"dynamodb":       {"ExclusiveStartKey", []string{"ListTables", "Query", "Scan"}},
	"ec2":            {"NextToken", []string{"DescribeInstances"}},
	"ecs":            {"nextToken", []string{"ListTaskDefinitions"}},
	"iam":            {"Marker", []string{"GetGroup", "GetAccountAuthorizationDetails", "SimulateCustomPolicy", "SimulatePrincipalPolicy"}},
	"kms":            {"Marker", []string{"ListAliases", "ListKeys"}},
	"lambda":         {"Marker", []string{"ListFunctions"}},
	"logs":           {"nextToken", []string{"DescribeLogGroups"}},
	"organizations":  {"NextToken", []string{"ListAccounts", "ListAccountsForParent", "ListChildren", "ListDelegatedAdministrators", "ListParents", "ListPolicies", "ListPoliciesForTarget", "ListRoots", "ListTargetsForPolicy"}},
	"s3":             {"ContinuationToken", nil},
	"secretsmanager": {"NextToken", []string{"ListSecrets"}},
	"sns":            {"NextToken", []string{"ListTopics"}},
	"sqs":            {"NextToken", []string{"ListQueues"}},
	"ssm":            {"NextToken", []string{"DescribeParameters", "GetParametersByPath"}},
}

// paginated says whether an operation takes these options.
func paginated(op *awsapi.Operation) bool {
	if (op.Service == "iam" || op.Service == "s3") && strings.HasPrefix(op.Name, "List") {
		return true
	}
	return slices.Contains(tokenNames[op.Service].ops, op.Name)
}

func pageOptions() []option {
	return []option{{name: "--starting-token"}, {name: "--page-size"}, {name: "--max-items"}}
}

// page is the part of a list that was asked for.
type page struct {
	skip, most int // most < 0: all
	marker     string
}

// checkUnpaged refuses --no-paginate beside what only makes sense with pages. In
// IAM and Lambda --max-items is the service's own as well.
func checkUnpaged(op *awsapi.Operation, p *parsed) *cliError {
	var used []string
	for _, o := range pageOptions() {
		own := o.name == "--max-items" && (op.Service == "iam" || op.Service == "lambda")
		if p.has(o.key()) && !own {
			used = append(used, o.name)
		}
	}
	if used == nil {
		return nil
	}
	return generalError("Error during pagination: Cannot specify --no-paginate along with pagination arguments: " + strings.Join(used, ", "))
}

func readPage(op *awsapi.Operation, p *parsed) (page, *cliError) {
	pg := page{most: -1, marker: tokenNames[op.Service].token}
	for _, name := range []string{"page-size", "max-items"} {
		text, ok := p.one(name)
		if !ok {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			return pg, argumentError("argument --" + name + ": invalid int value: " + pyString(text))
		}
		if name == "max-items" {
			pg.most = max(n, 0)
		}
	}
	token, ok := p.one("starting-token")
	if !ok {
		return pg, nil
	}
	var held map[string]any
	raw, err := base64.StdEncoding.DecodeString(token)
	if err == nil {
		err = json.Unmarshal(raw, &held)
	}
	amount, _ := held["boto_truncate_amount"].(float64)
	if err != nil || amount < 0 || amount > 1e6 {
		return pg, generalError("Bad starting token: " + token)
	}
	pg.skip = int(amount)
	return pg, nil
}

// cut takes the page out of an answer's first list, and says where the next begins.
func (d *document) cut(pg page) {
	o, ok := d.root.(*jmespath.Object)
	if !ok || pg.skip == 0 && pg.most < 0 {
		return
	}
	for _, k := range o.Keys() {
		v, _ := o.Get(k)
		list, ok := v.([]any)
		if !ok {
			continue
		}
		list = list[min(pg.skip, len(list)):]
		if pg.most >= 0 && len(list) > pg.most {
			list = list[:pg.most]
			token := `{"` + pg.marker + `": null, "boto_truncate_amount": ` + strconv.Itoa(pg.skip+pg.most) + `}`
			o.Set("NextToken", base64.StdEncoding.EncodeToString([]byte(token)))
		}
		o.Set(k, list)
		return
	}
}
