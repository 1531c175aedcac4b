"""What other services' exports hold: bytes in, entries out, and each row that can't be read with its reason. Pure."""
