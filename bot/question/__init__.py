"""What is asked: bodies, years, metrics, wording, follow-ups, English."""
