"""Brings photos to another place, or to the system's bin, so that none is lost on the way."""
