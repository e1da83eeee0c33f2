"""A session on the full screen, from the notice before it to its summary."""
