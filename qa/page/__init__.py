"""The chat page. `chat` builds it, `server` serves it; only these two know Gradio."""
