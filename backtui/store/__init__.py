"""The log as one SQLite file: only this floor speaks SQL. The coach and the commands use it."""
