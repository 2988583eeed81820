package iam

import "strings"

// openness: everybody means strangers too, unless a condition, or a Deny of the same
// policy, keeps them out.
func (l *linter) openness(s *statement, c *Clause) {
	o := c.Openness()
	if o.Code == "" || s.notPrincipal || l.keptOut(s) {
		return
	}
	for i := range s.principals {
		n := &s.principals[i]
		if n.kind != namedEverybody {
			continue
		}
		message := "This lets in everybody, also from other accounts."
		if o.Code != codeEverybody {
			message = "This lets in everybody, also from other accounts: " + o.Why
		}
		l.advise(o.Code, n.start, n.end, message, o.Mend)
		return
	}
}

// keptOut reports whether some Deny takes away from strangers all that an Allow gives
// to everybody.
func (l *linter) keptOut(s *statement) bool {
	ss := l.policy.statements
	for i := range ss[:min(len(ss), mostCompared)] {
		d := &ss[i]
		if d.effect != Deny || d.notAction || d.notResource || d.notPrincipal || !onlyEverybody(d.principals) || len(d.principals) == 0 ||
			s.notAction || s.notResource || hasParts(d) || hasParts(s) || !coversAll(d.actions, s.actions, d.anyAction) || !coversAll(d.resources, s.resources, d.anyResource) {
			continue
		}
		meets := true
		for j := range d.conditions {
			meets = meets && d.conditions[j].hitsStrangers()
		}
		if meets {
			return true
		}
	}
	return false
}

// hitsStrangers reports whether a condition of a Deny holds for every stranger: all
// but those whom a guard key singles out.
func (c *condition) hitsStrangers() bool {
	k := c.clause()
	if c.op == opBool && len(c.wanted) == 1 {
		low := lowerASCII(c.key.name)
		return parseBool(c.wanted[0]) == 0 && (low == "aws:principalisawsservice" || low == "aws:viaawsservice")
	}
	if !c.negated || !IsGuardKey(c.key.name) || c.quant == quantAny {
		return false
	}
	k.Negated, k.Base = false, strings.Replace(k.Base, "Not", "", 1)
	return !k.FitsStrangers()
}

// plainRoles are services that take a role to act in the account that made it, for
// whoever may pass the role: the service's guide shows a trust policy without a
// condition, and the confused deputy has no way in. See "Create a role to delegate
// permissions to an AWS service" in the IAM User Guide and the guide of each service.
var plainRoles = map[string]bool{
	"autoscaling": true, "batch": true, "cloudformation": true, "codebuild": true, "codedeploy": true, "codepipeline": true, "datapipeline": true, "dlm": true, "dms": true, "ds": true,
	"ec2": true, "ec2fleet": true, "ecs": true, "ecs-tasks": true, "edgelambda": true, "eks": true, "eks-fargate-pods": true, "elasticbeanstalk": true, "elasticmapreduce": true,
	"elasticloadbalancing": true, "export.rds": true, "fis": true, "glue": true, "imagebuilder": true, "iot": true, "lambda": true, "monitoring.rds": true, "opsworks": true, "opsworks-cm": true,
	"pods.eks": true, "rds": true, "redshift": true, "sagemaker": true, "servicecatalog": true, "spot": true, "spotfleet": true, "ssm": true, "storagegateway": true, "swf": true, "transfer": true,
	"vmie": true, "vpc-flow-logs": true, "states": true, "application-autoscaling": true, "apigateway": true, "appsync": true, "backup": true, "config": true, "cloud9": true, "emr-serverless": true,
	"build.apprunner": true, "tasks.apprunner": true, "gamelift": true, "mediaconvert": true, "robomaker": true, "workspaces": true, "osis-pipelines": true, "kinesisanalytics": true, "greengrass": true, "credentials.iot": true,
}

// services: a service acts for many customers; the source says for which. See "The
// confused deputy problem" in the IAM User Guide.
func (l *linter) services(s *statement, c *Clause) {
	open, asked := c.OpenSource()
	if asked && len(open) == 0 || s.asksForOwner(c) {
		return
	}
	for i := range s.principals {
		n := &s.principals[i]
		label, _ := serviceLabelOf(n.raw)
		if base, _, ok := cutRegion(label); ok {
			label = base
		}
		plain := l.policy.kind == KindTrust && plainRoles[label] || label == "logdelivery.elasticloadbalancing" // "Enable access logs for your Application Load Balancer" shows none
		if v, _ := judgeService(n.raw); n.kind != namedService || v != serviceKnown || plain && !asked {
			continue
		}
		message := quote(n.raw) + " acts for every customer of AWS, and nothing says for whom it may act here."
		mend := "Add a condition on `aws:SourceArn` or `aws:SourceAccount`."
		if asked {
			message = quote(n.raw) + " acts for every customer of AWS, and what is asked of " + listWords(open, "and") + " fits resources of every account."
			mend = "Name the account in it, or add a condition on `aws:SourceAccount`."
		}
		l.advise(codeSourceARN, n.start, n.end, message, mend)
	}
}

// asksForOwner reports whether another condition says for whom the service acts: an
// external id, as the roles of Cognito and Amazon Connect ask for, or a value that
// names an account, as the encryption context of CloudWatch Logs does.
func (s *statement) asksForOwner(c *Clause) bool {
	for _, cond := range c.Conditions {
		if cond.Negated || cond.HoldsWithoutKey() || cond.Base == "Null" {
			continue
		}
		if equalFoldASCII(cond.Key, "sts:ExternalId") {
			return true
		}
		named := len(cond.Values) > 0
		for _, v := range cond.Values {
			named = named && namesAccount(v)
		}
		if named && !cond.FitsStrangers() {
			return true
		}
	}
	return false
}

// namesAccount reports whether a text holds the twelve digits of an account.
func namesAccount(v string) bool {
	run := 0
	for i := range len(v) {
		if !isDigit(v[i]) {
			run = 0
			continue
		}
		if run++; run == 12 && (i+1 == len(v) || !isDigit(v[i+1])) {
			return true
		}
	}
	return false
}
