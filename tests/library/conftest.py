"""HEIC files are written by tests alone; the program leaves reading them to its decoder processes."""

import pillow_heif

pillow_heif.register_heif_opener()
