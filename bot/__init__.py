"""A question becomes a verified answer; a report becomes a verified summary."""
