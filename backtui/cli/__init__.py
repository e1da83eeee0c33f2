"""The commands: the only place where the real clock, store and files are made."""
