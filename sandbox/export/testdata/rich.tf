# Some of everything
#
# A world of the Rolecall sandbox, as Terraform that builds it in real accounts. Read it before
# you apply it: it makes users, roles and policies, some of them wrong on purpose.
#
# The accounts' ids are those of AWS's documentation. Put your own in a terraform.tfvars, with a
# profile of ~/.aws/config for each account and bucket names that nobody else has:
#   tools_more_account_id = "111122223333"
#   production_account_id = "444455556666"
#   management_account_id = "999999999999"
#   bucket_reports = "reports"
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
# - the trust policy of arn:aws:iam::444455556666:role/Loop names principals that don't exist yet
#   when it is made: arn:aws:iam::444455556666:role/Loop, arn:aws:iam::444455556666:role/Back. Apply
#   once without them, then as it is.
# - instance i-0123456789abcdef0 of 444455556666 comes back under another id, from the newest Amazon
#   Linux image.
# - accounts of the organization are taken to be its members already. If you have an organization,
#   import it: `terraform import aws_organizations_organization.management_organization
#   ORGANIZATION-ID`.
# - account 444455556666 belongs under the unit Workloads: move it there, with `aws organizations
#   move-account`, or import it as an aws_organizations_account.
# - FullAWSAccess comes off Workloads, which Terraform doesn't do: `aws organizations detach-policy
#   --policy-id p-FullAWSAccess --target-id …`.

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

variable "tools_more_account_id" {
  description = "The account Tools & 'more'. The default is an id of AWS's documentation: put your own."
  type        = string
  default     = "111122223333"
}

variable "production_account_id" {
  description = "The account Production. The default is an id of AWS's documentation: put your own."
  type        = string
  default     = "444455556666"
}

variable "management_account_id" {
  description = "The organization's management account. The default is an id of AWS's documentation: put your own."
  type        = string
  default     = "999999999999"
}

variable "bucket_reports" {
  description = "The name of bucket reports. Names of buckets are unique across all of AWS: choose one that is free."
  type        = string
  default     = "reports"
}

variable "tools_more_profile" {
  description = "The profile of ~/.aws/config for that account."
  type        = string
  default     = "tools_more"
}

provider "aws" {
  alias               = "tools_more"
  region              = var.region
  profile             = var.tools_more_profile
  allowed_account_ids = [var.tools_more_account_id]
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

# --- Tools & 'more', account 111122223333 ---

resource "aws_iam_policy" "tools_more_fence" {
  provider = aws.tools_more
  name     = "Fence"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Own"
        Effect = "Allow"
        Action = ["s3:*", "sts:AssumeRole"]
        Resource = [
          "arn:aws:s3:::${var.bucket_reports}/$${aws:username}/*",
          "arn:aws:iam::${var.production_account_id}:role/ci/Deploy",
        ]
      },
      {
        Effect   = "Deny"
        Action   = "*"
        Resource = "*"
        Condition = {
          NumericLessThan = {
            "aws:MultiFactorAuthAge" = 60
          }
          StringNotEquals = {
            "aws:PrincipalOrgID" = aws_organizations_organization.management_organization.id
          }
        }
      },
    ]
  })
}

resource "aws_iam_group" "tools_more_developers" {
  provider = aws.tools_more
  name     = "developers"
  path     = "/teams/"
}

resource "aws_iam_group_policy" "tools_more_developers_read" {
  provider = aws.tools_more
  name     = "read"
  group    = aws_iam_group.tools_more_developers.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::${var.bucket_reports}/*"
      },
    ]
  })
}

resource "aws_iam_group_policy_attachment" "tools_more_developers_fence" {
  provider   = aws.tools_more
  group      = aws_iam_group.tools_more_developers.name
  policy_arn = aws_iam_policy.tools_more_fence.arn
}

resource "aws_iam_user" "tools_more_dash_example_com" {
  provider = aws.tools_more
  name     = "-dash@example.com"
}

resource "aws_iam_user" "tools_more_alice" {
  provider             = aws.tools_more
  name                 = "alice"
  path                 = "/staff/"
  permissions_boundary = aws_iam_policy.tools_more_fence.arn
  tags = {
    "cost center" = "4 2"
    team          = "ship"
  }
}

resource "aws_iam_user_policy" "tools_more_alice_become_deploy" {
  provider = aws.tools_more
  name     = "become-deploy"
  user     = aws_iam_user.tools_more_alice.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = "arn:aws:iam::${var.production_account_id}:role/ci/Deploy"
    }
  })
}

resource "aws_iam_user_policy_attachment" "tools_more_alice_iam_read_only_access" {
  provider   = aws.tools_more
  user       = aws_iam_user.tools_more_alice.name
  policy_arn = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
}

resource "aws_iam_user_group_membership" "tools_more_alice" {
  provider = aws.tools_more
  user     = aws_iam_user.tools_more_alice.name
  groups   = [aws_iam_group.tools_more_developers.name]
}

resource "aws_iam_openid_connect_provider" "tools_more_token_actions_githubusercontent_com" {
  provider       = aws.tools_more
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com", "other"]
}

resource "aws_iam_saml_provider" "tools_more_corp" {
  provider = aws.tools_more
  name     = "corp"
  # The metadata that your identity provider hands out.
  saml_metadata_document = file("saml-corp.xml")
}

# --- Production, account 444455556666 ---

resource "aws_iam_policy" "production_fence" {
  provider = aws.production
  name     = "Fence"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "*"
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_policy" "production_read_reports" {
  provider = aws.production
  name     = "ReadReports"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:aws:s3:::${var.bucket_reports}/*"
        Condition = {
          StringEquals = {
            "aws:PrincipalTag/team" = "$${aws:ResourceTag/team}"
          }
        }
      },
    ]
  })
}

resource "aws_iam_role" "production_back" {
  provider = aws.production
  name     = "Back"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          AWS = aws_iam_role.production_loop.arn
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role" "production_deploy" {
  provider             = aws.production
  name                 = "Deploy"
  path                 = "/ci/"
  description          = "Alice's \"door\" $HOME $${x}"
  max_session_duration = 7200
  permissions_boundary = aws_iam_policy.production_fence.arn
  tags = {
    stage = "prod"
  }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Alice"
        Effect = "Allow"
        Principal = {
          AWS = [
            aws_iam_user.tools_more_alice.arn,
            "arn:aws:iam::${var.tools_more_account_id}:root",
            aws_iam_role.production_loop.arn,
          ]
        }
        Action = "sts:AssumeRole"
        Condition = {
          StringEquals = {
            "sts:ExternalId" = "it's $${not} a %%{variable} \"here\""
          }
          Bool = {
            "aws:MultiFactorAuthPresent" = true
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "production_deploy_read_reports" {
  provider   = aws.production
  role       = aws_iam_role.production_deploy.name
  policy_arn = aws_iam_policy.production_read_reports.arn
}

resource "aws_iam_role" "production_loop" {
  provider = aws.production
  name     = "Loop"
  # Names principals that don't exist yet, which AWS refuses: apply once without them, then with
  # them. arn:aws:iam::444455556666:role/Loop, arn:aws:iam::444455556666:role/Back
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          AWS = [
            "arn:aws:iam::${var.production_account_id}:role/Loop",
            "arn:aws:iam::${var.production_account_id}:role/Back",
          ]
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role" "production_nightly" {
  provider = aws.production
  name     = "Nightly"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          Service = ["lambda.amazonaws.com", "ec2.amazonaws.com"]
        }
        Action = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role" "production_pipeline" {
  provider = aws.production
  name     = "Pipeline"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          Federated = "arn:aws:iam::${var.production_account_id}:saml-provider/elsewhere"
        }
        Action = "sts:AssumeRoleWithSAML"
        Condition = {
          StringEquals = {
            "SAML:aud" = "https://signin.aws.amazon.com/saml"
          }
        }
      },
    ]
  })
}

resource "aws_iam_instance_profile" "production_web" {
  provider = aws.production
  name     = "web"
  role     = aws_iam_role.production_nightly.name
}

resource "aws_s3_bucket" "production_reports" {
  provider = aws.production
  bucket   = var.bucket_reports
}

resource "aws_s3_object" "production_reports_2026_q3_csv" {
  provider = aws.production
  bucket   = aws_s3_bucket.production_reports.id
  key      = "2026/q3.csv"
  content  = "quarter,shipments\n2026-Q3,\"it's $(whoami) $${x} %%{y}\"\n"
}

resource "aws_s3_bucket_policy" "production_reports" {
  provider = aws.production
  bucket   = aws_s3_bucket.production_reports.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = ["arn:aws:s3:::${var.bucket_reports}/*", "arn:aws:s3:::${var.bucket_reports}"]
      },
    ]
  })
}

resource "aws_lambda_function" "production_nightly" {
  provider      = aws.production
  function_name = "nightly"
  role          = aws_iam_role.production_nightly.arn
  runtime       = "python3.13"
  handler       = "index.handler"
  # The function's code, which the sandbox doesn't hold.
  filename = "function.zip"
}

data "aws_ssm_parameter" "production_image" {
  provider = aws.production
  name     = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "aws_instance" "production_i_0123456789abcdef0" {
  provider             = aws.production
  ami                  = data.aws_ssm_parameter.production_image.value
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.production_web.name
}

resource "aws_kms_key" "production_main" {
  provider    = aws.production
  description = "main"
}

resource "aws_kms_alias" "production_main" {
  provider      = aws.production
  name          = "alias/main"
  target_key_id = aws_kms_key.production_main.key_id
}

resource "aws_kms_key_policy" "production_main" {
  provider = aws.production
  key_id   = aws_kms_key.production_main.key_id
  policy = jsonencode({
    Version = "2012-10-17"
    Id      = "key-default-1"
    Statement = [
      {
        Sid    = "Enable IAM User Permissions"
        Effect = "Allow"
        Principal = {
          AWS = "arn:aws:iam::${var.production_account_id}:root"
        }
        Action   = "kms:*"
        Resource = "*"
      },
    ]
  })
}

resource "aws_ssm_parameter" "production_app_url" {
  provider = aws.production
  name     = "/app/url"
  type     = "String"
  value    = "https://example.com"
}

resource "aws_ssm_parameter" "production_plain" {
  provider = aws.production
  name     = "plain"
  type     = "String"
  value    = "on"
}

resource "aws_sqs_queue" "production_jobs" {
  provider = aws.production
  name     = "jobs"
  tags = {
    team = "ship"
  }
}

resource "aws_sqs_queue_policy" "production_jobs" {
  provider  = aws.production
  queue_url = aws_sqs_queue.production_jobs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          Service = "sns.amazonaws.com"
        }
        Action   = "sqs:SendMessage"
        Resource = "*"
        Condition = {
          ArnEquals = {
            "aws:SourceArn" = "arn:aws:sns:us-east-1:${var.production_account_id}:news"
          }
        }
      },
    ]
  })
}

resource "aws_secretsmanager_secret" "production_db" {
  provider = aws.production
  name     = "db"
  tags = {
    team = "ship"
  }
}

resource "aws_secretsmanager_secret_version" "production_db" {
  provider      = aws.production
  secret_id     = aws_secretsmanager_secret.production_db.id
  secret_string = var.secret_production_db
}

variable "secret_production_db" {
  description = "What secret db holds. The default is the sandbox's; keep real ones out of files."
  type        = string
  default     = "it's a $ecret"
  sensitive   = true
}

resource "aws_secretsmanager_secret_policy" "production_db" {
  provider   = aws.production
  secret_arn = aws_secretsmanager_secret.production_db.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = {
          AWS = aws_iam_user.tools_more_alice.arn
        }
        Action   = "secretsmanager:GetSecretValue"
        Resource = "*"
      },
    ]
  })
}

resource "aws_dynamodb_table" "production_counters" {
  provider = aws.production
  name     = "counters"
  tags = {
    team = "ship"
  }
  billing_mode   = "PROVISIONED"
  read_capacity  = 5
  write_capacity = 2
  hash_key       = "id"
  attribute {
    name = "id"
    type = "N"
  }
}

resource "aws_dynamodb_table" "production_orders" {
  provider     = aws.production
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "number"
  attribute {
    name = "number"
    type = "S"
  }
}

resource "aws_dynamodb_table_item" "production_orders_7" {
  provider   = aws.production
  table_name = aws_dynamodb_table.production_orders.name
  hash_key   = aws_dynamodb_table.production_orders.hash_key
  item = jsonencode({
    "number" = {
      S = "7"
    }
    "note" = {
      S = "it's $${here}"
    }
  })
}

resource "aws_sns_topic" "production_news" {
  provider = aws.production
  name     = "news"
}

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

resource "aws_organizations_policy" "management_scp_bounded" {
  provider = aws.management
  name     = "Bounded"
  type     = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        NotAction = "organizations:LeaveOrganization"
        Resource  = "*"
      },
    ]
  })
  depends_on = [aws_organizations_organization.management_organization]
}

# From here on the organization's policies bind whoever builds: they are attached when all else
# stands.
resource "terraform_data" "all_else" {
  depends_on = [
    aws_iam_policy.tools_more_fence,
    aws_iam_group.tools_more_developers,
    aws_iam_group_policy.tools_more_developers_read,
    aws_iam_group_policy_attachment.tools_more_developers_fence,
    aws_iam_user.tools_more_dash_example_com,
    aws_iam_user.tools_more_alice,
    aws_iam_user_policy.tools_more_alice_become_deploy,
    aws_iam_user_policy_attachment.tools_more_alice_iam_read_only_access,
    aws_iam_user_group_membership.tools_more_alice,
    aws_iam_openid_connect_provider.tools_more_token_actions_githubusercontent_com,
    aws_iam_saml_provider.tools_more_corp,
    aws_iam_policy.production_fence,
    aws_iam_policy.production_read_reports,
    aws_iam_role.production_back,
    aws_iam_role.production_deploy,
    aws_iam_role_policy_attachment.production_deploy_read_reports,
    aws_iam_role.production_loop,
    aws_iam_role.production_nightly,
    aws_iam_role.production_pipeline,
    aws_iam_instance_profile.production_web,
    aws_s3_bucket.production_reports,
    aws_s3_object.production_reports_2026_q3_csv,
    aws_s3_bucket_policy.production_reports,
    aws_lambda_function.production_nightly,
    aws_instance.production_i_0123456789abcdef0,
    aws_kms_key.production_main,
    aws_kms_alias.production_main,
    aws_kms_key_policy.production_main,
    aws_ssm_parameter.production_app_url,
    aws_ssm_parameter.production_plain,
    aws_sqs_queue.production_jobs,
    aws_sqs_queue_policy.production_jobs,
    aws_secretsmanager_secret.production_db,
    aws_secretsmanager_secret_version.production_db,
    aws_secretsmanager_secret_policy.production_db,
    aws_dynamodb_table.production_counters,
    aws_dynamodb_table.production_orders,
    aws_dynamodb_table_item.production_orders_7,
    aws_sns_topic.production_news,
  ]
}

resource "aws_organizations_policy_attachment" "management_root_members_only" {
  provider   = aws.management
  policy_id  = aws_organizations_policy.management_rcp_members_only.id
  target_id  = aws_organizations_organization.management_organization.roots[0].id
  depends_on = [terraform_data.all_else]
}

resource "aws_organizations_policy_attachment" "management_workloads_bounded" {
  provider   = aws.management
  policy_id  = aws_organizations_policy.management_scp_bounded.id
  target_id  = aws_organizations_organizational_unit.management_workloads.id
  depends_on = [terraform_data.all_else]
}

resource "aws_organizations_policy_attachment" "management_444455556666_members_only" {
  provider   = aws.management
  policy_id  = aws_organizations_policy.management_rcp_members_only.id
  target_id  = var.production_account_id
  depends_on = [terraform_data.all_else]
}
