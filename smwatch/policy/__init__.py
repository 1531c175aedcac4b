"""Who says what: the playbook, who may answer, and what of it is missing. Pure; knows config, text and models only."""
