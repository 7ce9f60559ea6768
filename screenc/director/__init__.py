"""What makes a plan true: the store, the journal, the run, the cut and the mix. Imports nothing: a no-op build is light."""
