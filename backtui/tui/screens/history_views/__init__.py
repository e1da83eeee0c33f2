"""The views of the place of what was done."""
