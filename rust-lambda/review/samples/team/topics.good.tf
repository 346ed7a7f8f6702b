resource "aws_sns_topic" "orders" {
  name = "shop-orders"
}
