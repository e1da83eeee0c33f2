"""Values and pure functions: what an exercise, a dose, a session, a week are. It imports no other floor."""
