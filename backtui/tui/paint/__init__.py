"""What is sent to the terminal: the difference between what it should show and what it shows."""
