package iam

import (
	"slices"
	"strings"
	"sync"

	"rolecall/sandbox/iam/reference"
)

// moreServices are names by which services call, besides those that are a prefix of
// an action too: lambda.amazonaws.com calls by the name of its prefix, and
// ecs-tasks.amazonaws.com by one of its own. From the User Guides of the services
// (each names its service principal where it tells which role to make) and from the
// conditions on iam:AWSServiceName and iam:PassedToService in AWS's managed policies.
const moreServices = `
access-grants.s3 account-access aco-automation agent-registry agent.wellarchitected agentless.inspector2 aiops airflow airflow-env airflow-serverless alexa-appkit
ami.inspector2 amplifybackend apidestinations.events appfabric appflow application-insights application-signals.cloudwatch application-transformation appmesh
aps arc-zonal-shift assets.marketplace autoscaling-plans aws-artifact-account-sync aws-external-anthropic backup-gateway batchoperations.s3 bcm-data-exports
bedrock-agentcore bedrock-mantle billingconsole billingreports braket bugbust build.apprunner cassandra cassandra-streams channels.lex channels.lexv2 chime cks.kms
cleanrooms cleanrooms-ml cloudcontrolapi cloudwatch-crossaccount codecatalyst codecatalyst-runner codeguru-profiler codeguru-reviewer codeguru-security codestar
codestar-notifications config-conforms config-multiaccountsetup connect-campaigns connector.appflow contacts.ssm context.cloudtrail continuousexport.discovery
contract.iq contributorinsights.dynamodb cost-optimization-hub cost-optimization-hub.bcm credentials.iot custom.rds custom.rds-preview cognito-identity-us-gov
dataexchange datapipeline datazone datazonecontrol delivery.logs deployment.marketplace devops-guru directquery.opensearchservice discovery
dmsintegration.migrationhub docdb-elastic drs dsql ec2-images ec2.application-status-checks ec2.capacitymanager ec2fastlaunch ec2fleet ec2scheduled ec2sqlha
ecs-compute ecs-tasks edgelambda eks-connector eks-fargate eks-fargate-pods eks-nodegroup elastictranscoder email email.cognito-idp emr-containers
emr-serverless entityresolution event-processor.health events.managedservices events.workmail export.rds finops-agent finspace forecast frauddetector gamelift
globalaccelerator healthlake hooks.cloudformation importexport inspector internetmonitor iotanalytics iotevents iotmanagedintegrations iotroborunner iotsitewise iottwinmaker ipam ivs
job.sagemaker justintimeaccess.ssm kafkaconnect kinesisreplication.dynamodb launchwizard lexv2 license-management.marketplace license-manager.master-account
license-manager.member-account logdelivery.elasticloadbalancing logging.s3 logs lookoutequipment lookoutmetrics lookoutvision m2 macie maintenance.elasticbeanstalk
malware-protection malware-protection-plan.guardduty malware-protection.guardduty managedblockchain managedservices managedupdates.elasticbeanstalk
mediaconnect medialive mediapackage mediastore mediatailor medical-imaging member.org.stacksets.cloudformation metering-marketplace metrics.wellarchitected mgn migrationhub
migrationhub-orchestrator migrationhub-strategy monitoring monitoring.rds monitoring.thinclient monitron mpa mrk.kms mwaa neptune-graph network-connectors.lambda
network-security-director network-security-manager network.bedrock-agentcore networkmanager nimble notifications.ssm observability.aoss observabilityadmin odb omics
opensearchservice ops.apigateway ops.emr-serverless opsworks opsworks-cm orgsdatasync.servicecatalog osis osis-pipelines panorama partnercentral-account-management
payments permission.iq pinpoint pods.eks pricing-plan-manager private-marketplace private-marketplace.marketplace profile proton pullthroughcache.ecr qldb
redshift-serverless refactor-spaces reachabilityanalyzer.networkinsights remediation.config replication.cassandra replication.dynamodb replication.ecr replication.lexv2
replication.s3tables replicator.lambda resources.cloudformation reporting.trustedadvisor resale-authorization.marketplace researchstudio resiliencehub resource-snapshot-job.partnercentral-selling restore-testing.backup
robomaker rum runtime-identity.bedrock-agentcore runtime-instances.bedrock-agentcore runtime.lex s3.data-source.lustre.fsx sagemaker-geospatial scaler.lambda
schema-conversion.dms scraper.aps security-ir securityagent securityhubv2 servicecatalog-appregistry sms sms-voice smsintegration.migrationhub spot spotfleet
ssm-quicksetup ssm-sap ssm.integrations stacksets.cloudformation storage-lens.s3 streams.metrics.cloudwatch supportplans sync.proton tagpolicies.tag tasks.apprunner
telemetry-enablement.observabilityadmin telemetry-pipelines.observabilityadmin thirdparty.config thirdparty.inspector2 timestream-influxdb transform-custom transitgateway
triage.security-ir vmie voiceconnector.chime vpc-flow-logs voiceid wisdom worklink workspaces-instances workspaces-thin-client workspaces-web
`

// serviceSuffixes are the ends of service principals.
var serviceSuffixes = [...]string{".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".aws.internal", ".amazon.com", ".c2s.ic.gov", ".sc2s.sgov.gov", ".cloud.adc-e.uk", ".csp.hci.ic.gov"}

// plainServices call by the same name in every Region of the partition, so that a
// Region in the name makes it one that never calls. Other services have names of
// both sorts, such as logs.us-east-1.amazonaws.com.
var plainServices = [...]string{
	"apigateway", "appsync", "athena", "backup", "batch", "bedrock", "bedrock-agentcore", "cloudformation", "cloudfront", "cloudtrail", "codebuild", "codepipeline", "config",
	"ec2", "ecs", "ecs-tasks", "edgelambda", "eks", "events", "firehose", "glue", "lambda", "pods.eks", "rds", "rolesanywhere", "sagemaker", "scheduler", "sns", "sqs", "ssm", "transfer",
}

// regionalInOptIn are those of plainServices that call by a Regional name from
// Regions that an account has to opt in to. See "AWS service principals" on the page
// of the Principal element, and "Fanout to Amazon SQS queues" in the SNS guide.
var regionalInOptIn = [...]string{"ssm", "sns", "config", "cloudtrail", "events", "firehose"}

// refusedServices are names that AWS is known to refuse as principals of a trust
// policy, each with a public report of its answer, `Invalid principal in policy:
// "SERVICE":"…"`.
var refusedServices = map[string]string{
	"tagging":       "github.com/hashicorp/terraform/issues/35086",
	"bedrock-agent": "bedrock.amazonaws.com is the name of agents too; see \"Create a service role for Amazon Bedrock Agents\"",
	"s3files":       "see \"Prerequisites for S3 Files\": the file systems call as elasticfilesystem.amazonaws.com",
}

var serviceNames = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool)
	for _, name := range serviceList() {
		m[name] = true
	}
	return m
})

// serviceVerdict is what is known of a service principal.
type serviceVerdict uint8

const (
	serviceKnown     serviceVerdict = iota
	serviceUnknown                  // not known here
	serviceRegional                 // a Region in a name that has none
	serviceRefused                  // AWS does not store it
	serviceMalformed                // no service principal is written so
)

// judgeService looks at a service principal. meant is what it was likely to be, for
// [nearService]; of a name with a Region too many it is the name without.
func judgeService(name string) (v serviceVerdict, meant string) {
	label, suffix := serviceLabelOf(name)
	switch {
	case suffix == "":
		first, _, _ := strings.Cut(name, ".")
		return serviceMalformed, first
	case suffix == ".amazon.com" && !strings.HasPrefix(label, "alexa-"):
		return serviceMalformed, label
	case label == "" || label != strings.ToLower(label):
		return serviceMalformed, strings.ToLower(label)
	case refusedServices[label] != "" || label == "eks" && suffix == ".amazonaws.com.cn":
		return serviceRefused, label
	case knownServiceLabel(label):
		return serviceKnown, ""
	}
	base, region, ok := cutRegion(label)
	switch {
	case !ok:
		return serviceUnknown, label
	case slices.Contains(plainServices[:], base) && !(slices.Contains(regionalInOptIn[:], base) && optIn(region)):
		return serviceRegional, base + suffix
	case knownServiceLabel(base):
		return serviceKnown, ""
	case base == "":
		return serviceMalformed, ""
	}
	return serviceUnknown, base
}

// serviceLabelOf cuts a service principal before its suffix; the suffix is empty
// when it is none of AWS's.
func serviceLabelOf(name string) (label, suffix string) {
	for _, s := range serviceSuffixes {
		if rest, ok := strings.CutSuffix(name, s); ok {
			return rest, s
		}
		if name == s[1:] {
			return "", s
		}
	}
	return name, ""
}

func knownServiceLabel(label string) bool {
	return strings.HasSuffix(label, ".application-autoscaling") || serviceNames()[label] || reference.Known(label)
}

// nearService is the service principal that a misspelt label likely meant, or nothing.
func nearService(label string) string {
	if refusedServices[label] == "" && knownServiceLabel(label) {
		return label + ".amazonaws.com"
	}
	for _, candidate := range []string{reference.NearService(label), reference.Nearest(label, serviceList(), nil)} {
		if candidate != "" {
			return candidate + ".amazonaws.com"
		}
	}
	return ""
}

var serviceList = sync.OnceValue(func() []string { return strings.Fields(moreServices) })

var regionForm = sync.OnceValue(func() []*form {
	return newForms("us-{low}-{num}", "eu-{low}-{num}", "ap-{low}-{num}", "sa-{low}-{num}", "ca-{low}-{num}", "me-{low}-{num}", "af-{low}-{num}", "il-{low}-{num}", "mx-{low}-{num}", "cn-{low}-{num}", "eusc-{low}-{num}")
})

// isRegion reports whether s is written like a Region's code.
func isRegion(s string) bool { return fitsAny(regionForm(), opStringEquals, s) }

// cutRegion cuts a Region off the end of a service's label.
func cutRegion(label string) (base, region string, ok bool) {
	dot := strings.LastIndexByte(label, '.')
	if !isRegion(label[dot+1:]) {
		return label, "", false
	}
	return label[:max(dot, 0)], label[dot+1:], true
}

// optIn reports whether an account has to opt in to a Region. See "Manage AWS
// Regions" in the Account Management reference: Regions from ap-east-1 on.
func optIn(region string) bool {
	switch region {
	case "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-north-1",
		"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2":
		return false
	}
	return true
}
