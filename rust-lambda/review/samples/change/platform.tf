terraform {
  backend "s3" {
    bucket = "state"
    key    = "orders" # expect: change LEAVES_STATE
  }
}

module "orders" {
  source  = "example/dynamodb-table/aws" # expect: change CHANGES_MODULE
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
      days = 1 # expect: change DELETES_SOONER
    }
  }
  rule {
    status = "Enabled"
    filter {}
    expiration {
      days = 30 # expect: change DELETES_ALL
    }
  }
}

resource "aws_iam_policy" "guard" { # expect: change LOSES_DENIAL
  policy = jsonencode({
    Statement = [
      { Effect = "Deny", Action = "kms:ScheduleKeyDeletion", Resource = "*" },
    ]
  })
}
