"""From photos to series, scores and best shots; the only importer of the core in the application."""
