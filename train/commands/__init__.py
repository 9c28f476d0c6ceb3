"""The commands of `burstpick-train`."""
