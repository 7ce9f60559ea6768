"""From a film to a plan: what will be made, by whom, from what, and why. Offline, deterministic, made by one function."""
