"""Extraction: articles to claims."""
