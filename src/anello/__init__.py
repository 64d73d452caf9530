"""Anello reads the news, keeps every claim about a deal with its sentence, and shows what goes in circles."""

__version__ = "0.1.0"
