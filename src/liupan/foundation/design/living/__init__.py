"""The living page: every component in every state, at `/_design/` in development and demo."""
