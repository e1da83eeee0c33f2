"""What is asked of the log, by who asks. Only the store uses it."""
