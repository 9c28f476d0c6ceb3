"""What of a shoot leaves it: which photos, under which names, and what is written down about them."""
