"""Video models on one's own machine: found and judged without loading anything, loaded once, run one clip at a time.

Everything that planning needs is light; `screenc.local.pipeline`, which loads torch, is imported when the first clip is made.
"""

from screenc.local import wan as wan
from screenc.local.backend import LocalBackend as LocalBackend
from screenc.local.backend import Scene as Scene
from screenc.local.options import Running as Running
from screenc.local.recipe import Recipe as Recipe
from screenc.local.recipe import native as native
