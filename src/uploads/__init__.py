"""The second function: a file that arrived becomes activities."""
