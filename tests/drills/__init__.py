"""Drills: what happens to a whole portal in its own processes. `make drills` runs each."""
