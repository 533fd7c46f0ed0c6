"""What people do to cases. Each function is one step of the transition table: checked, written and recorded at once.

All are keyword-only, atomic, and take the signed-in user as `by` and the moment as `now`. They raise `NotPermitted`
when the table refuses and `Invalid` when what was given cannot be used.
"""
