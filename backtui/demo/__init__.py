"""An invented person's half-year: plausible, the same every time, decided by the real coach."""
