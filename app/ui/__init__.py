"""The window: shows, asks, and decides the order of work; the only place besides the start that knows Qt."""
