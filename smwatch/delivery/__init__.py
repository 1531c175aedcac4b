"""The only senders: e-mail, chats, webhooks."""
