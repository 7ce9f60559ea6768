"""Text with addresses: sources, spans, diagnostics, and the one table of codes."""

from screenc.text.codes import CODES
from screenc.text.diagnostic import Diagnostic, Edit, Fix, Label, Severity
from screenc.text.source import Source, Span

__all__ = ["CODES", "Diagnostic", "Edit", "Fix", "Label", "Severity", "Source", "Span"]
