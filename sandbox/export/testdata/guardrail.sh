#!/usr/bin/env bash
# The fence round the houses
#
# A world of the Rolecall sandbox, as AWS CLI commands that build it in real accounts. Read it
# before you run it: it makes users, roles and policies, some of them wrong on purpose.
#
# The accounts' ids are those of AWS's documentation. Put your own first, and names of buckets
# that nobody else has:
#   sed -i 's/111122223333/YOUR-ACCOUNT-ID/g' cli.sh    # Tools
#   sed -i 's/123456789012/YOUR-ACCOUNT-ID/g' cli.sh    # Elsewhere
#   sed -i 's/444455556666/YOUR-ACCOUNT-ID/g' cli.sh    # Production
#   sed -i 's/999999999999/YOUR-ACCOUNT-ID/g' cli.sh    # Management
# Policies may name the organization, o-exampleorgid, and the ids of its units: put yours.
# Each account takes a profile of ~/.aws/config: tools, elsewhere, production, management. See
# `aws configure sso` and `aws configure`.
# IAM takes some seconds to know a new principal everywhere. If a command fails for that, go on
# from it.
#
# Not in here:
# - alice of 111122223333: 1 access key. Secrets don't travel; make new ones with `aws iam
#   create-access-key`, or better none.
# - mallory of 123456789012: 1 access key. Secrets don't travel; make new ones with `aws iam
#   create-access-key`, or better none.
set -euo pipefail
export AWS_REGION=us-east-1 AWS_PAGER=

# Tools, account 111122223333
export AWS_PROFILE=tools
aws iam create-user --user-name alice

# Elsewhere, account 123456789012
export AWS_PROFILE=elsewhere
aws iam create-user --user-name mallory

# Roles, each after the principals that its trust policy names
export AWS_PROFILE=production
aws iam create-role \
  --role-name Report \
  --assume-role-policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "TrustEverybody",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "sts:AssumeRole"
    }
  ]
}'

# What those of Tools may do
export AWS_PROFILE=tools
aws iam put-user-policy \
  --user-name alice \
  --policy-name become-report \
  --policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "BecomeReport",
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "arn:aws:iam::444455556666:role/Report"
    }
  ]
}'

# What those of Elsewhere may do
export AWS_PROFILE=elsewhere
aws iam put-user-policy \
  --user-name mallory \
  --policy-name any-role \
  --policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AnyRoleAnywhere",
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "*"
    }
  ]
}'

# What those of Production may do
export AWS_PROFILE=production
aws iam attach-role-policy \
  --role-name Report \
  --policy-arn arn:aws:iam::aws:policy/AdministratorAccess

# Bucket reports of Production
aws s3api create-bucket --bucket reports
printf '%s' 'quarter,shipments
2026-Q3,412
' > q3_csv
aws s3api put-object --bucket reports --key 2026/q3.csv --body q3_csv

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
  --content '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "MembersOnly",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "sts:AssumeRole",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-exampleorgid" },
        "BoolIfExists": { "aws:PrincipalIsAWSService": "false" }
      }
    }
  ]
}' \
  --query Policy.PolicySummary.Id \
  --output text)
scp_keep_the_bucket=$(aws organizations create-policy \
  --name KeepTheBucket \
  --description KeepTheBucket \
  --type SERVICE_CONTROL_POLICY \
  --content '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "KeepTheBucket",
      "Effect": "Deny",
      "Action": "s3:DeleteBucket",
      "Resource": "arn:aws:s3:::reports"
    }
  ]
}' \
  --query Policy.PolicySummary.Id \
  --output text)
aws organizations attach-policy --policy-id "$scp_keep_the_bucket" --target-id "$ou_workloads"
aws organizations attach-policy --policy-id "$rcp_members_only" --target-id "$root"
