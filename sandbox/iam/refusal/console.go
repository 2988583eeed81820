package refusal

import (
	"regexp"
	"strings"
)

// The console shows a refusal as a block of lines: User, Service, Action, On
// resource(s), Context; see "Troubleshoot access denied error messages" in the IAM
// User Guide. The text is on one line here.
var (
	consoleUser     = regexp.MustCompile(`\bUser: (\S+)`)
	consoleService  = regexp.MustCompile(`\bService: ([A-Za-z0-9-]{2,40})\b`)
	consoleAction   = regexp.MustCompile(`\bAction: (?:([a-z0-9-]{2,40}):)?([A-Za-z0-9]{2,80})\b`)
	consoleResource = regexp.MustCompile(`\bOn resource(?:\(s\)|s)?: (.+?)(?: Context: | Reason: | User: |$)`)
	consoleLead     = regexp.MustCompile(`(?i)You (?:don['’]t|do not) have permissions? to (?:perform )?(?:the )?([a-z0-9-]{2,40}:[A-Za-z0-9]{2,80})`)
)

// console reads the console's block; false when the text is none.
func (r *Refused) console(line string) bool {
	lead, action := consoleLead.FindStringSubmatch(line), consoleAction.FindStringSubmatch(line)
	if lead == nil && (action == nil || !consoleUser.MatchString(line)) {
		return false
	}
	if m := consoleUser.FindStringSubmatch(line); m != nil {
		r.Principal = strings.TrimRight(m[1], ".,;")
	}
	switch service := consoleService.FindStringSubmatch(line); {
	case action != nil && action[1] != "":
		r.Action = action[1] + ":" + action[2]
	case action != nil && service != nil:
		r.Action = strings.ToLower(service[1]) + ":" + action[2]
	case lead != nil:
		r.Action = lead[1]
	default:
		return false
	}
	if m := consoleResource.FindStringSubmatch(line); m != nil {
		r.Resource = strings.TrimRight(m[1], ".,; ")
	}
	return true
}

// serviceRole are the words by which services say that they could not get a role.
var serviceRole = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(?:unable to|could not|couldn['’]t|cannot|can['’]t|can not|failed to|not authorized to|not allowed to) assume (?:[a-z'’-]+ ){0,5}role\b`),
	regexp.MustCompile(`(?i)\brole\b.{0,300}?\b(?:cannot|can['’]t|could not|can not|couldn['’]t) be assumed\b`),
	regexp.MustCompile(`(?i)\bnot authorized to perform:? (?:sts:)?AssumeRole on\b`),
	regexp.MustCompile(`(?i)\bauthorized to assume the (?:provided|given|execution) role\b`),
	regexp.MustCompile(`(?i)\bmust allow .{2,60}? to assume the role\b`),
}

// services are the names by which services speak of themselves, and their
// principals. The longer names come first.
var services = []struct{ name, principal string }{
	{"ECS Infrastructure Role", "ecs.amazonaws.com"}, {"EventBridge Scheduler", "scheduler.amazonaws.com"}, {"Step Functions", "states.amazonaws.com"}, {"API Gateway", "apigateway.amazonaws.com"},
	{"AWSLambda", "lambda.amazonaws.com"}, {"Lambda", "lambda.amazonaws.com"}, {"CodeBuild", "codebuild.amazonaws.com"}, {"CodePipeline", "codepipeline.amazonaws.com"}, {"CodeDeploy", "codedeploy.amazonaws.com"},
	{"CloudFormation", "cloudformation.amazonaws.com"}, {"Firehose", "firehose.amazonaws.com"}, {"Glue", "glue.amazonaws.com"}, {"SageMaker", "sagemaker.amazonaws.com"}, {"Bedrock", "bedrock.amazonaws.com"},
	{"Redshift", "redshift.amazonaws.com"}, {"EventBridge", "events.amazonaws.com"}, {"AppSync", "appsync.amazonaws.com"}, {"Elastic Beanstalk", "elasticbeanstalk.amazonaws.com"}, {"CloudTrail", "cloudtrail.amazonaws.com"},
	{"ECS", "ecs-tasks.amazonaws.com"}, {"EKS", "eks.amazonaws.com"}, {"EC2", "ec2.amazonaws.com"}, {"DMS", "dms.amazonaws.com"}, {"RDS", "rds.amazonaws.com"}, {"SSM", "ssm.amazonaws.com"}, {"IoT", "iot.amazonaws.com"}, {"EMR", "elasticmapreduce.amazonaws.com"},
}

var (
	roleARN          = regexp.MustCompile(`arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+`)
	servicePrincipal = regexp.MustCompile(`\b([a-z0-9-]{2,40}\.amazonaws\.com)\b`)
	webIdentity      = regexp.MustCompile(`(?i)WithWebIdentity|WithSAML|with OIDC|credentials:`)
)

// serviceAssumes reads that a service could not assume a role that it was given;
// false when the text does not say so. The role's trust policy is what such a call
// asks.
func (r *Refused) serviceAssumes(line string) bool {
	found := false
	for _, re := range serviceRole {
		found = found || re.MatchString(line)
	}
	if !found || webIdentity.MatchString(line) {
		return false
	}
	principal := serviceIn(line)
	if principal == "" && roleARN.FindString(line) == "" {
		return false
	}
	r.Principal, r.Action, r.Layer = principal, "sts:AssumeRole", Trust
	if arn := roleARN.FindString(line); arn != "" {
		r.Resource = strings.TrimRight(arn, ".,")
	}
	return true
}

// serviceIn is the principal of the service that speaks.
func serviceIn(line string) string {
	if m := servicePrincipal.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	best, at := "", len(line)
	for _, s := range services {
		if i := strings.Index(line, s.name); i >= 0 && i < at {
			best, at = s.principal, i
		}
		if s.name == "ECS Infrastructure Role" && best != "" {
			return best
		}
	}
	return best
}
