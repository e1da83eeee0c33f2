"""An invented half-year, lived through the real coach."""
