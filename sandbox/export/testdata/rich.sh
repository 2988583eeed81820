#!/usr/bin/env bash
# Some of everything
#
# A world of the Rolecall sandbox, as AWS CLI commands that build it in real accounts. Read it
# before you run it: it makes users, roles and policies, some of them wrong on purpose.
#
# The accounts' ids are those of AWS's documentation. Put your own first, and names of buckets
# that nobody else has:
#   sed -i 's/111122223333/YOUR-ACCOUNT-ID/g' cli.sh    # Tools & 'more'
#   sed -i 's/444455556666/YOUR-ACCOUNT-ID/g' cli.sh    # Production
# Policies may name the organization, o-exampleorgid, and the ids of its units: put yours.
# Each account takes a profile of ~/.aws/config: tools_more, production, management. See `aws
# configure sso` and `aws configure`.
# IAM takes some seconds to know a new principal everywhere. If a command fails for that, go on
# from it.
#
# Not in here:
# - -dash@example.com of 111122223333: 1 access key. Secrets don't travel; make new ones with `aws
#   iam create-access-key`, or better none.
# - alice of 111122223333: 1 access key. Secrets don't travel; make new ones with `aws iam
#   create-access-key`, or better none.
# - alice of 111122223333: the MFA device phone. Whoever holds the device pairs it, with `aws iam
#   create-virtual-mfa-device` and `aws iam enable-mfa-device`.
# - the policy of bucket reports lets everybody in. New buckets block public policies (Block Public
#   Access), so AWS may refuse it; the export doesn't take that block away.
# - instance i-0123456789abcdef0 of 444455556666 comes back under another id, from the newest Amazon
#   Linux image.
# - key main of 444455556666 comes back under another id; policies that name
#   arn:aws:kms:us-east-1:444455556666:key/2bc33405-d3de-42c6-9630-04b5a27bb2c8 must name the new
#   one.
set -euo pipefail
export AWS_REGION=us-east-1 AWS_PAGER=

# Tools & 'more', account 111122223333
export AWS_PROFILE=tools_more
aws iam create-policy \
  --policy-name Fence \
  --policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Own", "Effect": "Allow", "Action": ["s3:*", "sts:AssumeRole"], "Resource": ["arn:aws:s3:::reports/${aws:username}/*", "arn:aws:iam::444455556666:role/ci/Deploy"]},
    {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": 60}, "StringNotEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}}
  ]
}'
aws iam create-group --group-name developers --path /teams/
aws iam create-user --user-name=-dash@example.com
aws iam create-user \
  --user-name alice \
  --path /staff/ \
  --permissions-boundary arn:aws:iam::111122223333:policy/Fence \
  --tags '[{"Key":"cost center","Value":"4 2"},{"Key":"team","Value":"ship"}]'
aws iam add-user-to-group --group-name developers --user-name alice
aws iam create-open-id-connect-provider \
  --url https://token.actions.githubusercontent.com \
  --client-id-list sts.amazonaws.com other
# saml-corp.xml is the metadata that your identity provider hands out.
aws iam create-saml-provider --name corp --saml-metadata-document file://saml-corp.xml

# Production, account 444455556666
export AWS_PROFILE=production
aws iam create-policy \
  --policy-name Fence \
  --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
aws iam create-policy \
  --policy-name ReadReports \
  --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}"}}}]}'

# Roles, each after the principals that its trust policy names
aws iam create-role \
  --role-name Loop \
  --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}'
sleep 15 # a policy can name a principal only once all of IAM knows it
aws iam create-role \
  --role-name Back \
  --assume-role-policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:role/Loop"}, "Action": "sts:AssumeRole"}]}'
sleep 15 # a policy can name a principal only once all of IAM knows it
aws iam create-role \
  --role-name Deploy \
  --path /ci/ \
  --description 'Alice'\''s "door" $HOME ${x}' \
  --max-session-duration 7200 \
  --permissions-boundary arn:aws:iam::444455556666:policy/Fence \
  --tags Key=stage,Value=prod \
  --assume-role-policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Alice",
      "Effect": "Allow",
      "Principal": {"AWS": ["arn:aws:iam::111122223333:user/staff/alice", "arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:role/Loop"]},
      "Action": "sts:AssumeRole",
      "Condition": {"StringEquals": {"sts:ExternalId": "it'\''s ${not} a %{variable} \"here\""}, "Bool": {"aws:MultiFactorAuthPresent": true}}
    }
  ]
}'
aws iam create-role \
  --role-name Nightly \
  --assume-role-policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}, "Action": "sts:AssumeRole"}]}'
sleep 15 # a policy can name a principal only once all of IAM knows it
aws iam create-role \
  --role-name Pipeline \
  --assume-role-policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::444455556666:saml-provider/elsewhere"}, "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}]}'
sleep 15 # a policy can name a principal only once all of IAM knows it
aws iam update-assume-role-policy \
  --role-name Loop \
  --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::444455556666:role/Loop", "arn:aws:iam::444455556666:role/Back"]}, "Action": "sts:AssumeRole"}]}'

# What those of Tools & 'more' may do
export AWS_PROFILE=tools_more
aws iam put-user-policy \
  --user-name alice \
  --policy-name become-deploy \
  --policy-document '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/ci/Deploy"}}'
aws iam attach-user-policy --user-name alice --policy-arn arn:aws:iam::aws:policy/IAMReadOnlyAccess
aws iam put-group-policy \
  --group-name developers \
  --policy-name read \
  --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]}'
aws iam attach-group-policy \
  --group-name developers \
  --policy-arn arn:aws:iam::111122223333:policy/Fence

# What those of Production may do
export AWS_PROFILE=production
aws iam attach-role-policy \
  --role-name Deploy \
  --policy-arn arn:aws:iam::444455556666:policy/ReadReports
aws iam create-instance-profile --instance-profile-name web
aws iam add-role-to-instance-profile --instance-profile-name web --role-name Nightly

# Bucket reports of Production
aws s3api create-bucket --bucket reports
printf '%s' 'quarter,shipments
2026-Q3,"it'\''s $(whoami) ${x} %{y}"
' > q3_csv
aws s3api put-object --bucket reports --key 2026/q3.csv --body q3_csv
aws s3api put-bucket-policy \
  --bucket reports \
  --policy '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::reports/*", "arn:aws:s3:::reports"]}]}'

# Other resources of Production
# function.zip is the function's code, which the sandbox doesn't hold.
aws lambda create-function \
  --function-name nightly \
  --runtime python3.13 \
  --role arn:aws:iam::444455556666:role/Nightly \
  --handler index.handler \
  --zip-file fileb://function.zip
aws ec2 run-instances \
  --image-id resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 \
  --instance-type t3.micro \
  --iam-instance-profile '{"Name":"web"}'
main_key=$(aws kms create-key \
  --description main \
  --policy '{
  "Version": "2012-10-17",
  "Id": "key-default-1",
  "Statement": [
    {
      "Sid": "Enable IAM User Permissions",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}' \
  --query KeyMetadata.KeyId \
  --output text)
aws kms create-alias --alias-name alias/main --target-key-id "$main_key"
aws ssm put-parameter --name /app/url --value https://example.com --type String
aws ssm put-parameter --name plain --value on --type String
aws sqs create-queue --queue-name jobs --tags '{"team":"ship"}'
jobs_url=$(aws sqs get-queue-url --queue-name jobs --query QueueUrl --output text)
aws sqs set-queue-attributes \
  --queue-url "$jobs_url" \
  --attributes '{"Policy":"{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"sns.amazonaws.com\"}, \"Action\": \"sqs:SendMessage\", \"Resource\": \"*\", \"Condition\": {\"ArnEquals\": {\"aws:SourceArn\": \"arn:aws:sns:us-east-1:444455556666:news\"}}}]}"}'
aws secretsmanager create-secret \
  --name db \
  --secret-string 'it'\''s a $ecret' \
  --tags Key=team,Value=ship
aws secretsmanager put-resource-policy \
  --secret-id db \
  --resource-policy '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/staff/alice"}, "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}'
aws dynamodb create-table \
  --table-name counters \
  --attribute-definitions '[{"AttributeName":"id","AttributeType":"N"}]' \
  --key-schema '[{"AttributeName":"id","KeyType":"HASH"}]' \
  --provisioned-throughput '{"ReadCapacityUnits":5,"WriteCapacityUnits":2}' \
  --tags Key=team,Value=ship
aws dynamodb wait table-exists --table-name counters
aws dynamodb create-table \
  --table-name orders \
  --attribute-definitions '[{"AttributeName":"number","AttributeType":"S"}]' \
  --key-schema '[{"AttributeName":"number","KeyType":"HASH"}]' \
  --billing-mode PAY_PER_REQUEST
aws dynamodb wait table-exists --table-name orders
aws dynamodb put-item \
  --table-name orders \
  --item '{"number": {"S": "7"}, "note": {"S": "it'\''s ${here}"}}'
aws sns create-topic --name news

# The organization. Its policies come last: once attached, they bind you too.
# Accounts join by invitation (`aws organizations invite-account-to-organization`) or are made in
# it; here they are taken to be members.
# If you have an organization already, leave this line out.
export AWS_PROFILE=management
aws organizations create-organization --feature-set ALL
root=$(aws organizations list-roots --query 'Roots[0].Id' --output text)
aws organizations enable-policy-type --root-id "$root" --policy-type SERVICE_CONTROL_POLICY
aws organizations enable-policy-type --root-id "$root" --policy-type RESOURCE_CONTROL_POLICY
ou_workloads=$(aws organizations create-organizational-unit \
  --parent-id "$root" \
  --name Workloads \
  --query OrganizationalUnit.Id \
  --output text)
aws organizations move-account \
  --account-id 444455556666 \
  --source-parent-id "$root" \
  --destination-parent-id "$ou_workloads"
rcp_members_only=$(aws organizations create-policy \
  --name MembersOnly \
  --description MembersOnly \
  --type RESOURCE_CONTROL_POLICY \
  --content '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorgid"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}]}' \
  --query Policy.PolicySummary.Id \
  --output text)
scp_bounded=$(aws organizations create-policy \
  --name Bounded \
  --description Bounded \
  --type SERVICE_CONTROL_POLICY \
  --content '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotAction": "organizations:LeaveOrganization", "Resource": "*"}]}' \
  --query Policy.PolicySummary.Id \
  --output text)
aws organizations attach-policy --policy-id "$rcp_members_only" --target-id 444455556666
aws organizations attach-policy --policy-id "$scp_bounded" --target-id "$ou_workloads"
aws organizations detach-policy --policy-id p-FullAWSAccess --target-id "$ou_workloads"
aws organizations attach-policy --policy-id "$rcp_members_only" --target-id "$root"
