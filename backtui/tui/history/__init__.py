"""The place History and what it opens."""
