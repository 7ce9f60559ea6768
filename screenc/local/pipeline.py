"""All that a backend needs of the machinery behind it, which imports torch when the first clip is made and not before."""

from screenc.local.clip import counted as counted
from screenc.local.clip import noise as noise
from screenc.local.load import transformers as transformers
from screenc.local.setup import Call as Call
from screenc.local.setup import Setup as Setup
from screenc.local.stage import STAGE as STAGE
from screenc.local.stage import run as run
