"""What the chat page shows, as plain values: its texts in three languages, HTML of answers and sources, the opening.

No Gradio here, so that all of it is tested without a server; `app.py` puts it on the screen.
"""
