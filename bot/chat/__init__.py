"""The chat model, when one is configured."""
