"""Who says what: who is whose, the playbook, who may answer, and what is missing. Pure; knows config, text, models."""
