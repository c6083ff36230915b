"""A report as PDF: printed by a Chrome or Chromium that is found here, else laid out by WeasyPrint.

Neither opens a connection: the page holds all that it shows.
"""

from __future__ import annotations

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bias.errors import BiasError
from bias.show.outputs import bundle

SECONDS = 180  # for a printer to end
PRINTING = (
    "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-pdf-header-footer",
    "--generate-pdf-document-outline", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
WAY_OUT = (
    "Install a Chrome or Chromium (or set BROWSER_PATH to one), or `pip install 'bias[export]'`; or write \
the report as .html and print it."
)


def pdf(page: str) -> bytes:
    """A page without scripts and addresses as PDF, with bookmarks.  Raises BiasError where nothing prints."""
    browser = bundle.browser()
    return _printed(page, browser) if browser else _laid_out(page)


def available() -> bool:
    """Whether something on this machine makes a PDF of a page."""
    return bundle.browser() is not None or find_spec("weasyprint") is not None


def _printed(page: str, browser: str) -> bytes:
    with TemporaryDirectory(prefix="bias-pdf-") as folder:
        source, made = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(page, encoding="utf-8")
        # Chrome refuses to sandbox itself for root, as in a container; the page holds no script to keep in.
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [
            browser, *PRINTING, *root, f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}",
            source.as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        except (OSError, subprocess.SubprocessError) as error:
            raise BiasError(
                f"{browser} did not print the report ({type(error).__name__}).  {WAY_OUT}"
            ) from error
        if not made.is_file():
            raise BiasError(f"{browser} ended without a PDF.  {WAY_OUT}")
        return made.read_bytes()


def _laid_out(page: str) -> bytes:
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:  # OSError: the pango library of the system is not there
        raise BiasError(f"Nothing on this machine makes a PDF ({error}).  {WAY_OUT}") from error
    inside = URLFetcher(allowed_protocols={"data"})  # what the page itself holds
    made: bytes = HTML(string=page, url_fetcher=inside).write_pdf()
    return made
