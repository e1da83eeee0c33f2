"""What screens are made of: lists, lines, charts, the figure, the footer."""
