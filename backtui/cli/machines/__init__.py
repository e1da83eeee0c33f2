"""Several machines with one log: the command, what is done by itself, and what doctor says of them."""
