"""The clinic's look: one brand colour in, an accessible stylesheet out. Standard library only."""
