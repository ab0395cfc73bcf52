"""Plain functions from (context, arguments) to records."""
