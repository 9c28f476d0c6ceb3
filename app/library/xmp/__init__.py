"""XMP packets: what other programs say of a photo, and saying it to them; sidecars and packets inside photos."""
