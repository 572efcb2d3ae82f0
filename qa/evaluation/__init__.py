"""Scores against the gold question set."""
