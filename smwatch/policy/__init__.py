"""Who says what, who does what: the company's own people, and what they may. Pure."""
