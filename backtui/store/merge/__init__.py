"""Another machine's log taken in. The commands use it through the store."""
