"""Icons and the demo shoot that ship with the application."""
