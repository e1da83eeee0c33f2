"""What people write, read as they mean it."""
