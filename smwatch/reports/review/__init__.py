"""The debrief after an alert: what happened, who did what, what the policy asked, and what is to be learnt from it."""
