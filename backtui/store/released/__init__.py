"""The SQL of every released schema, one migration a file. It is frozen."""
