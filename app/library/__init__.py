"""Photos, files and the database: no Qt, no torch, no model."""
