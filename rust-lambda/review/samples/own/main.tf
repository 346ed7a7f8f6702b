resource "aws_security_group" "web" {
  ingress {
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"] # expect: own TF_OPEN_PORT
  }
  ingress {
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_s3_bucket_acl" "open" {
  acl = "public-read" # expect: own TF_PUBLIC_BUCKET
}

resource "aws_iam_policy" "all" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = "*" # expect: own IAM_ALLOWS_ALL
      Resource = "*"
    }]
  })
}

data "aws_iam_policy_document" "any" {
  statement {
    actions   = ["*"] # expect: own IAM_ALLOWS_ALL
    resources = ["*"]
  }
}

resource "aws_ebs_volume" "disk" { # expect: own AWS_EBS_ENCRYPTION
  size = 10
}

resource "aws_iam_role_policy_attachment" "admin" {
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" # expect: own IAM_ADMIN_POLICY
}

module "shop" {
  source = "http://example.org/shop.zip" # expect: own TF_PLAIN_MODULE
}

terraform {
  backend "http" {
    address = "http://state.example.org/shop" # expect: own TF_PLAIN_STATE
  }
}

resource "terraform_data" "start" {
  provisioner "local-exec" {
    command = "curl -fsSL https://example.org/x | sh" # expect: own START_UNREAD_SCRIPT
  }
}

module "network" { # expect: own MODULE_UNSEEN
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.15.0"
}
