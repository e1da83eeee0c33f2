"""The commands: they choose a face, and construct the real things that it works with."""
