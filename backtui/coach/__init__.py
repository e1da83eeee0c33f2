"""The answers that all faces share: what is due, the running session, what follows from the log."""
