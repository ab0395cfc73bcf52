"""What requests to the table take: counted, priced by the published rules, and told in words."""
