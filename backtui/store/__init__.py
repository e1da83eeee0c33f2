"""The log on disk: the only room that speaks SQL."""
