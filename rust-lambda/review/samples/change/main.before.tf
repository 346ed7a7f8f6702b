resource "aws_db_instance" "main" {
  username                = "shop"
  backup_retention_period = 14
  deletion_protection     = true
  storage_encrypted       = true
  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket" "old" {
  bucket = "old"
}

resource "aws_s3_bucket" "renamed" {
  bucket = "same"
}

resource "aws_s3_bucket" "released" {
  bucket = "released"
}

resource "aws_security_group" "web" {
  ingress {
    from_port   = 443
    cidr_blocks = ["10.0.0.0/16"]
  }
  egress {
    cidr_blocks = ["10.0.0.0/16"]
  }
}
