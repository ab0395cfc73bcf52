"""Files of watches and phones to recordings."""
