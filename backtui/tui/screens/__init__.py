"""Places (session, library, history, settings) and errands (a running session and every dialog)."""
