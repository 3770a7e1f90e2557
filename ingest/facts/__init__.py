"""What the figures are read with."""
