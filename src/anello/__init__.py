"""Anello reads the news, keeps every claim about a deal with its sentence, and shows where money and reports go in circles."""

__version__ = "0.1.0"
