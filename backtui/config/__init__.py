"""What is set about this terminal: config.toml. The faces and the commands use it."""
