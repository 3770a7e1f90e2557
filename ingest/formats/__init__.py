"""Files of every kind become text."""
