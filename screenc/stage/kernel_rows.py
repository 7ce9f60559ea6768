"""The columns of the tables that the kernels read: the lighting of a shot, and the solids to be lit."""

# the lighting row
KEY, KEY_COLOUR, SKY_COLOUR, BOUNCE, ZENITH, HORIZON, FOG = 0, 3, 6, 9, 12, 15, 18
SOFT, DENSITY, WET, STARS, CLOUDS, INTERIOR, NIGHT, FLOOR_R, FLOOR_G, FLOOR_B, FLOOR_KIND, SPREAD = range(21, 33)
LIGHT_COLUMNS = 33
# the table of solids
KIND, MATTER, A, B, SIZE, TURN, ROUND, COLOUR, LOOK = 0, 1, 2, 5, 8, 11, 20, 21, 24
SOLID_COLUMNS = 25
BRIGHT = 6
"""Lamps that light surfaces: the first so many of the table (position, colour, reach, 1 / reach squared). All of them glow."""
