"""DynamoDB, S3 and SQS on this machine, embedded or kept."""
