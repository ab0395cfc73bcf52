"""An operation carried out without a server, to see what it would ask."""
