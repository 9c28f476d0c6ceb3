"""Training on the photographer's own picks: a separate program beside the application."""
