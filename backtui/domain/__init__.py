"""Values and pure functions: nothing here reads a clock, a disk or a screen."""
