"""The previz renderer: analytic solids under real light, drawn by compiled kernels, with no system library.

World: metres, x to the right, y up, z away from the master camera, so the camera's side of the axis is z < 0 and the
handedness is left. A heading is in radians: 0 faces the master camera (-z), positive turns towards +x (frame right).
Colours are linear-light floats 0..1 inside the stage; `#rrggbb` outside it is sRGB.
"""
