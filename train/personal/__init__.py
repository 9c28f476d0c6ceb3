"""Retraining on one photographer's own marks, and finding out whether it was worth it."""
