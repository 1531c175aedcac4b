"""How a text feels about a brand: scorers and their lexicons. Pure but for reading lexicons.

about.py      which sentences are about the brand      a Passage in, pieces out
clauses.py    which of their clauses are; parties.py has the words that tell
named.py      where a text names a brand               spans_of
tokens.py     words as the lexicons know them
vader.py      VADER's rules, exact; english.py and french.py put layers and French rules on them
lexicons/     the word lists as data
scorers.py    scorers by name: the door to this room   build_scorer, scorer_named
explain.py    what made a score
lines.py      JSON Lines in, JSON Lines out
"""
