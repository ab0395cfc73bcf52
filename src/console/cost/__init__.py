"""What the service costs on AWS a month: prices, usage, and the lines that follow from both."""
