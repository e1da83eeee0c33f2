"""What was decided, set and changed, in words that all faces share."""
