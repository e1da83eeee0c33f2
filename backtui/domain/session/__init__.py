"""The session machine: from a dose to phases, from a press to events. Every face drives it."""
