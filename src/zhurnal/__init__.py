"""Zhurnal: electronic class journal and electronic diary for schools."""

__version__ = "0.1.0"
