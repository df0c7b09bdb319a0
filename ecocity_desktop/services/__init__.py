"""Verbs: what can be done with a workspace. Each checks, writes once and returns what changed."""
