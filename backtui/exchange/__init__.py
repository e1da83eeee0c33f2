"""Files of other programs, written and read: JSON, CSV, calendars, a page for a provider. Commands use it."""
