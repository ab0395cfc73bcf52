"""Pure coaching knowledge: no I/O, no arrays, no clock."""
