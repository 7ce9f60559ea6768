"""Learned operators: what a generating model is made to do inside, as opposed to what is asked of it in words."""
