"""Small facts about this machine: clock, paths, files, signals, the parent process. All above may use it."""
