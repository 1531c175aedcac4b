"""Polling: fetch, parse, recognise, discover, and when to poll next."""
