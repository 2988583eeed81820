#!/usr/bin/env bash
# Two accounts, one role
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
# - alice of 111122223333: the MFA device phone. Whoever holds the device pairs it, with `aws iam
#   create-virtual-mfa-device` and `aws iam enable-mfa-device`.
# - bob of 111122223333: 1 access key. Secrets don't travel; make new ones with `aws iam
#   create-access-key`, or better none.
set -euo pipefail
export AWS_REGION=us-east-1 AWS_PAGER=

# Tools, account 111122223333
export AWS_PROFILE=tools
aws iam create-user --user-name alice --tags Key=team,Value=ship
aws iam create-user --user-name bob

# Production, account 444455556666
export AWS_PROFILE=production
aws iam create-policy \
  --policy-name ReadReports \
  --policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ListReports",
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports"
    },
    {
      "Sid": "ReadReports",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}'

# Roles, each after the principals that its trust policy names
sleep 15 # a policy can name a principal only once all of IAM knows it
aws iam create-role \
  --role-name Deploy \
  --description 'Reads the reports' \
  --assume-role-policy-document '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "TrustTools",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
      "Action": "sts:AssumeRole"
    }
  ]
}'

# What those of Production may do
aws iam attach-role-policy \
  --role-name Deploy \
  --policy-arn arn:aws:iam::444455556666:policy/ReadReports

# Bucket reports of Production
aws s3api create-bucket --bucket reports
printf '%s' 'quarter,shipments
2026-Q2,388
' > q2_csv
aws s3api put-object --bucket reports --key 2026/q2.csv --body q2_csv
printf '%s' 'quarter,shipments
2026-Q3,412
' > q3_csv
aws s3api put-object --bucket reports --key 2026/q3.csv --body q3_csv
