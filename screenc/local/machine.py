"""What this machine has for a model to run on, found without loading one: packages, accelerators, memory."""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import os
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accelerator:
    """A GPU and its memory in bytes; 0 where the driver does not say."""

    memory: int


def missing(packages: Iterable[str]) -> list[str]:
    """The packages that are not installed; none is imported."""
    return [name for name in packages if importlib.util.find_spec(name) is None]


@functools.cache
def accelerator() -> Accelerator | None:
    """The first GPU that torch would use, by the driver's library; None without one. A ROCm card is told by its file."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is not None and visible.strip() in ("", "-1"):
        return None
    found = _nvidia()
    if found is None and os.path.exists("/dev/kfd"):
        return Accelerator(0)
    return found


class _Memory(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


def _nvidia() -> Accelerator | None:
    for name in ("libnvidia-ml.so.1", "nvml.dll"):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        if library.nvmlInit_v2() != 0:
            return None
        try:
            count, handle, memory = ctypes.c_uint(), ctypes.c_void_p(), _Memory()
            if library.nvmlDeviceGetCount_v2(ctypes.byref(count)) != 0 or count.value == 0:
                return None
            library.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(handle))
            library.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory))
            return Accelerator(memory.total)
        finally:
            library.nvmlShutdown()
    return None


def memory() -> int:
    """Bytes of main memory; 0 where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
