"""What functions are compared with: handlers that do less."""
