"""Encoders trained on one's own text."""
