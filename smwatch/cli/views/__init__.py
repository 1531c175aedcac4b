"""How results look to a person: tables, lines, a story. Rich is used here only, and in terminal.py."""
