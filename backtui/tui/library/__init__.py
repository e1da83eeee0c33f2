"""The place Library and what it opens."""
