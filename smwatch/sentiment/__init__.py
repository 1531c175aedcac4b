"""How a text feels about a brand: scorers and their lexicons. Pure but for reading lexicons."""
