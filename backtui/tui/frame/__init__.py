"""What every screen is framed by."""
