"""The desk: a Gradio interface over the bot."""
