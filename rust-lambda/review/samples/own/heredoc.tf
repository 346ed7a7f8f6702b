resource "aws_sqs_queue_policy" "open" {
  queue_url = aws_sqs_queue.open.id
  policy    = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "sqs:SendMessage",
      "Resource": "${aws_sqs_queue.open.arn}"
    }
  ]
}
POLICY
}
