"""What is in data/, and a person's own exercises and routines, read and checked. Coach and faces use it."""
