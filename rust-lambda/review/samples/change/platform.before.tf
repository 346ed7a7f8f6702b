terraform {
  backend "s3" {
    bucket = "state"
    key    = "shop"
  }
}

module "orders" {
  source  = "terraform-aws-modules/dynamodb-table/aws"
  version = "4.2.0"
}

resource "aws_s3_bucket_lifecycle_configuration" "uploads" {
  bucket = "uploads"
  rule {
    status = "Enabled"
    filter {
      prefix = "tmp/"
    }
    expiration {
      days = 30
    }
  }
}

resource "aws_iam_policy" "guard" {
  policy = jsonencode({
    Statement = [
      { Effect = "Deny", Action = "s3:DeleteBucket", Resource = "*" },
      { Effect = "Deny", Action = "kms:ScheduleKeyDeletion", Resource = "*" },
    ]
  })
}
