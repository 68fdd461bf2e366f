"""PDFium's memory is not made for several threads: whoever reads a PDF holds this."""

from threading import Lock
from typing import Final

ONE_AT_A_TIME: Final = Lock()
