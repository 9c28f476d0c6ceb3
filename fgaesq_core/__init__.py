"""Pictures in, numbers out: fine-grained scores that tell the frames of one series apart."""
