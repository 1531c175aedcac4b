"""The only senders: e-mail."""
