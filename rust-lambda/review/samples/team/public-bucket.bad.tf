resource "aws_s3_bucket" "site" {
  bucket = "shop-site"
  acl    = "public-read"
}
