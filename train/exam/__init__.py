"""The examination of a scorer on photos that no training saw, with faults that training makes and others."""
