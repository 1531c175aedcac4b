"""How a text feels about a brand: scorers, what they read with, and what they learn. Pure but for reading data.

scorers.py    scorers by name: the door to this room   build_scorer, scorer_named; told.py names them without loading
about.py      which sentences are about the brand      a Passage in, pieces out; clauses.py and parties.py within one
named.py      where a text names a brand               passage_of
lexicon.py    scores by word lists                     readers.py, english.py, french.py, tokens.py and vader.py, exact;
              lexicons/ holds the lists                signs.py sums them up, calibration.py makes them scores
neural.py     scores by meaning                        encoder.py: vectors, head.py: weights;
              corpus/ holds labelled texts             training.py finds the head, guards.py minds what others bring
learning.py   a head fitted again with a user's labels measures.py tells how right labels are
explain.py    what made a score                        hearing.py, leaving.py, placing.py
lines.py      JSON Lines in, JSON Lines out            labelled.py, for labels
"""
