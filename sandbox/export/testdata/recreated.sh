#!/usr/bin/env bash
# Deleted, and made again
#
# A world of the Rolecall sandbox, as AWS CLI commands that build it in real accounts. Read it
# before you run it: it makes users, roles and policies, some of them wrong on purpose.
#
# The accounts' ids are those of AWS's documentation. Put your own first, and names of buckets
# that nobody else has:
#   sed -i 's/111122223333/YOUR-ACCOUNT-ID/g' cli.sh    # Tools
#   sed -i 's/444455556666/YOUR-ACCOUNT-ID/g' cli.sh    # Production
# Each account takes a profile of ~/.aws/config: tools, production. See `aws configure sso` and
# `aws configure`.
# IAM takes some seconds to know a new principal everywhere. If a command fails for that, go on
# from it.
#
# Not in here:
# - alice of 111122223333: 1 access key. Secrets don't travel; make new ones with `aws iam
#   create-access-key`, or better none.
# - Deploy's trust policy names AIDACKCEVSQ6C2EXAMPLE, the unique id of a principal that was
#   deleted. AWS refuses to store that; name the successor, or leave it out.
set -euo pipefail
export AWS_REGION=us-east-1 AWS_PAGER=

# Tools, account 111122223333
export AWS_PROFILE=tools
aws iam create-user --user-name alice

# Production, account 444455556666
export AWS_PROFILE=production
aws iam create-policy \
  --policy-name ReadReports \
  --policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadReports",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}'

# Roles, each after the principals that its trust policy names
aws iam create-role \
  --role-name Deploy \
  --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}'
# Deploy trusts a principal that was deleted. Until you name another, nobody can assume the role.
# AWS would refuse:
#   aws iam update-assume-role-policy \
#     --role-name Deploy \
#     --policy-document '{
#     "Version": "2012-10-17",
#     "Statement": [
#       {
#         "Sid": "TrustAliceByName",
#         "Effect": "Allow",
#         "Principal": { "AWS": "AIDACKCEVSQ6C2EXAMPLE" },
#         "Action": "sts:AssumeRole"
#       }
#     ]
#   }'

# What those of Tools may do
export AWS_PROFILE=tools
aws iam put-user-policy \
  --user-name alice \
  --policy-name become-deploy \
  --policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "BecomeDeploy",
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "arn:aws:iam::444455556666:role/Deploy"
    }
  ]
}'

# What those of Production may do
export AWS_PROFILE=production
aws iam attach-role-policy \
  --role-name Deploy \
  --policy-arn arn:aws:iam::444455556666:policy/ReadReports

# Bucket reports of Production
aws s3api create-bucket --bucket reports
printf '%s' 'quarter,shipments
2026-Q3,412
' > q3_csv
aws s3api put-object --bucket reports --key 2026/q3.csv --body q3_csv
