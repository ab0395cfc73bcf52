"""FIT files: the walk over their messages, the columns of their values, and the activities in them."""

from uploads.readers.fit.chain import is_fit
from uploads.readers.fit.reader import FORMAT, read

__all__ = ["FORMAT", "is_fit", "read"]
