"""The app state that all faces share: what is due, the running session, and what follows from the log."""
