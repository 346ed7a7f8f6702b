resource "aws_db_instance" "main" {
  username                = "shop-new" # expect: change MAY_DESTROY_DATA
  backup_retention_period = 3          # expect: change LOSES_BACKUP
  deletion_protection     = var.protect
  storage_encrypted       = true
  lifecycle {
    prevent_destroy = false # expect: change LOSES_DELETION_PROTECTION
  }
} # expect: change DESTROYS_DATA

moved {
  from = aws_s3_bucket.renamed
  to   = aws_s3_bucket.new
}

removed {
  from = aws_s3_bucket.released
  lifecycle {
    destroy = false
  }
}

resource "aws_s3_bucket" "new" {
  bucket = "same"
}

resource "aws_security_group" "web" {
  ingress {
    from_port   = 443
    cidr_blocks = ["0.0.0.0/0"] # expect: change WIDENS_EXPOSURE
  }
  egress {
    cidr_blocks = ["0.0.0.0/0"]
  }
}
