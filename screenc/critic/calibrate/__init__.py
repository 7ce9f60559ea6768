"""How good the checks are: clips of known truth, the same clips damaged on purpose, and what each check makes of both."""
