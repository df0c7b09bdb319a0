"""The verbs of the program on whole files."""
