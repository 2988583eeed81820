# Two accounts, one role
#
# A world of the Rolecall sandbox, as Terraform that builds it in real accounts. Read it before
# you apply it: it makes users, roles and policies, some of them wrong on purpose.
#
# The accounts' ids are those of AWS's documentation. Put your own in a terraform.tfvars, with a
# profile of ~/.aws/config for each account and bucket names that nobody else has:
#   tools_account_id = "111122223333"
#   production_account_id = "444455556666"
#   bucket_reports = "reports"
#
# Not in here:
# - alice of 111122223333: 1 access key. Secrets don't travel; make new ones with `aws iam
#   create-access-key`, or better none.
# - alice of 111122223333: the MFA device phone. Whoever holds the device pairs it, with `aws iam
#   create-virtual-mfa-device` and `aws iam enable-mfa-device`.
# - bob of 111122223333: 1 access key. Secrets don't travel; make new ones with `aws iam
#   create-access-key`, or better none.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81"
    }
  }
}

variable "region" {
  description = "The Region of everything that has one. ARNs in policies name it as well: change both."
  type        = string
  default     = "us-east-1"
}

variable "tools_account_id" {
  description = "The account Tools. The default is an id of AWS's documentation: put your own."
  type        = string
  default     = "111122223333"
}

variable "production_account_id" {
  description = "The account Production. The default is an id of AWS's documentation: put your own."
  type        = string
  default     = "444455556666"
}

variable "bucket_reports" {
  description = "The name of bucket reports. Names of buckets are unique across all of AWS: choose one that is free."
  type        = string
  default     = "reports"
}

variable "tools_profile" {
  description = "The profile of ~/.aws/config for that account."
  type        = string
  default     = "tools"
}

provider "aws" {
  alias               = "tools"
  region              = var.region
  profile             = var.tools_profile
  allowed_account_ids = [var.tools_account_id]
}

variable "production_profile" {
  description = "The profile of ~/.aws/config for that account."
  type        = string
  default     = "production"
}

provider "aws" {
  alias               = "production"
  region              = var.region
  profile             = var.production_profile
  allowed_account_ids = [var.production_account_id]
}

# --- Tools, account 111122223333 ---

resource "aws_iam_user" "tools_alice" {
  provider = aws.tools
  name     = "alice"
  tags = {
    team = "ship"
  }
}

resource "aws_iam_user" "tools_bob" {
  provider = aws.tools
  name     = "bob"
}

# --- Production, account 444455556666 ---

resource "aws_iam_policy" "production_read_reports" {
  provider = aws.production
  name     = "ReadReports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ListReports"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = "arn:aws:s3:::${var.bucket_reports}"
      },
      {
        Sid      = "ReadReports"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::${var.bucket_reports}/*"
      },
    ]
  })
}

resource "aws_iam_role" "production_deploy" {
  provider    = aws.production
  name        = "Deploy"
  description = "Reads the reports"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "TrustTools"
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::${var.tools_account_id}:root"
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "production_deploy_read_reports" {
  provider   = aws.production
  role       = aws_iam_role.production_deploy.name
  policy_arn = aws_iam_policy.production_read_reports.arn
}

resource "aws_s3_bucket" "production_reports" {
  provider = aws.production
  bucket   = var.bucket_reports
}

resource "aws_s3_object" "production_reports_2026_q2_csv" {
  provider = aws.production
  bucket   = aws_s3_bucket.production_reports.id
  key      = "2026/q2.csv"
  content  = "quarter,shipments\n2026-Q2,388\n"
}

resource "aws_s3_object" "production_reports_2026_q3_csv" {
  provider = aws.production
  bucket   = aws_s3_bucket.production_reports.id
  key      = "2026/q3.csv"
  content  = "quarter,shipments\n2026-Q3,412\n"
}
