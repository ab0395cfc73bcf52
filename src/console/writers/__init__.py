"""Files as watches and phones write them."""
