"""Fields, columns and files that leave the house."""
