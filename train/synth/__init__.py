"""Series with a known order, made from single photos: the same view again, with faults of known severity."""
