"""The figures page: every bar measured, beside its peer (`make figures`).

What is measured stands in table.toml: a command, how often it is run, and where in its output the figures are. What
came is kept in measured.json, from which docs/explanation/figures.md and its French sister are written.
"""
