"""A file becomes a report; a report becomes searchable passages and figures."""
