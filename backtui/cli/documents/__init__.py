"""Every --json document."""
