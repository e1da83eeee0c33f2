"""The line mode: a session as lines of text, for screen readers, logs and pipes."""
