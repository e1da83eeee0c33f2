"""backtui: a back-exercise coach for the terminal."""
