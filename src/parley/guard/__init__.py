"""Tokens, passwords and limits."""
