"""EcoCity Desktop: the working file of a programme of pilot eco-cities, and its printed briefs."""

__version__ = "0.1.0"
