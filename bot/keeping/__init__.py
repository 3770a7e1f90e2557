"""What is kept beside the library: conversations, jobs, feedback."""
