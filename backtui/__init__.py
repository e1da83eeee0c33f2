"""backtui: a back-exercise coach for the terminal."""

__version__ = "0.1.0"
COMPLETING = "_BACKTUI_COMPLETE"  # the variable by which a shell asks for completions
