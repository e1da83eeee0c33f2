"""The place Settings and what it opens."""
