# The fence round the houses
#
# A world of the Rolecall sandbox, as Terraform that builds it in real accounts. Read it before
# you apply it: it makes users, roles and policies, some of them wrong on purpose.
#
# The accounts' ids are those of AWS's documentation. Put your own in a terraform.tfvars, with a
# profile of ~/.aws/config for each account and bucket names that nobody else has:
#   tools_account_id = "111122223333"
#   elsewhere_account_id = "123456789012"
#   production_account_id = "444455556666"
#   management_account_id = "999999999999"
#   bucket_reports = "reports"
#
# Not in here:
# - alice of 111122223333: 1 access key. Secrets don't travel; make new ones with `aws iam
#   create-access-key`, or better none.
# - mallory of 123456789012: 1 access key. Secrets don't travel; make new ones with `aws iam
#   create-access-key`, or better none.
# - accounts of the organization are taken to be its members already. If you have an organization,
#   import it: `terraform import aws_organizations_organization.management_organization
#   ORGANIZATION-ID`.
# - account 444455556666 belongs under the unit Workloads: move it there, with `aws organizations
#   move-account`, or import it as an aws_organizations_account.

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

variable "elsewhere_account_id" {
  description = "The account Elsewhere. The default is an id of AWS's documentation: put your own."
  type        = string
  default     = "123456789012"
}

variable "production_account_id" {
  description = "The account Production. The default is an id of AWS's documentation: put your own."
  type        = string
  default     = "444455556666"
}

variable "management_account_id" {
  description = "The account Management. The default is an id of AWS's documentation: put your own."
  type        = string
  default     = "999999999999"
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

variable "elsewhere_profile" {
  description = "The profile of ~/.aws/config for that account."
  type        = string
  default     = "elsewhere"
}

provider "aws" {
  alias               = "elsewhere"
  region              = var.region
  profile             = var.elsewhere_profile
  allowed_account_ids = [var.elsewhere_account_id]
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

variable "management_profile" {
  description = "The profile of ~/.aws/config for that account."
  type        = string
  default     = "management"
}

provider "aws" {
  alias               = "management"
  region              = var.region
  profile             = var.management_profile
  allowed_account_ids = [var.management_account_id]
}

# --- Tools, account 111122223333 ---

resource "aws_iam_user" "tools_alice" {
  provider = aws.tools
  name     = "alice"
}

resource "aws_iam_user_policy" "tools_alice_become_report" {
  provider = aws.tools
  name     = "become-report"
  user     = aws_iam_user.tools_alice.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "BecomeReport"
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = "arn:aws:iam::${var.production_account_id}:role/Report"
      },
    ]
  })
}

# --- Elsewhere, account 123456789012 ---

resource "aws_iam_user" "elsewhere_mallory" {
  provider = aws.elsewhere
  name     = "mallory"
}

resource "aws_iam_user_policy" "elsewhere_mallory_any_role" {
  provider = aws.elsewhere
  name     = "any-role"
  user     = aws_iam_user.elsewhere_mallory.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "AnyRoleAnywhere"
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = "*"
      },
    ]
  })
}

# --- Production, account 444455556666 ---

resource "aws_iam_role" "production_report" {
  provider = aws.production
  name     = "Report"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TrustEverybody"
        Effect    = "Allow"
        Principal = "*"
        Action    = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "production_report_administrator_access" {
  provider   = aws.production
  role       = aws_iam_role.production_report.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_s3_bucket" "production_reports" {
  provider = aws.production
  bucket   = var.bucket_reports
}

resource "aws_s3_object" "production_reports_2026_q3_csv" {
  provider = aws.production
  bucket   = aws_s3_bucket.production_reports.id
  key      = "2026/q3.csv"
  content  = "quarter,shipments\n2026-Q3,412\n"
}

# --- Management, account 999999999999 ---

# --- The organization ---

resource "aws_organizations_organization" "management_organization" {
  provider             = aws.management
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]
}

resource "aws_organizations_organizational_unit" "management_workloads" {
  provider  = aws.management
  name      = "Workloads"
  parent_id = aws_organizations_organization.management_organization.roots[0].id
}

resource "aws_organizations_policy" "management_rcp_members_only" {
  provider = aws.management
  name     = "MembersOnly"
  type     = "RESOURCE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "MembersOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sts:AssumeRole"
        Resource  = "*"
        Condition = {
          StringNotEqualsIfExists = {
            "aws:PrincipalOrgID" = aws_organizations_organization.management_organization.id
          }
          BoolIfExists = {
            "aws:PrincipalIsAWSService" = "false"
          }
        }
      },
    ]
  })
  depends_on = [aws_organizations_organization.management_organization]
}

resource "aws_organizations_policy" "management_scp_keep_the_bucket" {
  provider = aws.management
  name     = "KeepTheBucket"
  type     = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "KeepTheBucket"
        Effect   = "Deny"
        Action   = "s3:DeleteBucket"
        Resource = "arn:aws:s3:::${var.bucket_reports}"
      },
    ]
  })
  depends_on = [aws_organizations_organization.management_organization]
}

# From here on the organization's policies bind whoever builds: they are attached when all else
# stands.
resource "terraform_data" "all_else" {
  depends_on = [
    aws_iam_user.tools_alice,
    aws_iam_user_policy.tools_alice_become_report,
    aws_iam_user.elsewhere_mallory,
    aws_iam_user_policy.elsewhere_mallory_any_role,
    aws_iam_role.production_report,
    aws_iam_role_policy_attachment.production_report_administrator_access,
    aws_s3_bucket.production_reports,
    aws_s3_object.production_reports_2026_q3_csv,
  ]
}

resource "aws_organizations_policy_attachment" "management_root_members_only" {
  provider   = aws.management
  policy_id  = aws_organizations_policy.management_rcp_members_only.id
  target_id  = aws_organizations_organization.management_organization.roots[0].id
  depends_on = [terraform_data.all_else]
}

resource "aws_organizations_policy_attachment" "management_workloads_keep_the_bucket" {
  provider   = aws.management
  policy_id  = aws_organizations_policy.management_scp_keep_the_bucket.id
  target_id  = aws_organizations_organizational_unit.management_workloads.id
  depends_on = [terraform_data.all_else]
}
