"""Papers in PDF: a Typst source of the house and its data; tagged, in French, A4."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.http import HttpResponse

PDF_CONTENT_TYPE: Final = "application/pdf"
FOLDER: Final = "typst"


def write_pdf(source: str, data: Mapping[str, Any]) -> bytes:
    """Set a paper: `source` is a file of `templates/typst`, `data` what it shows.

    The data travel as JSON and are never read as Typst: a name may hold any character. The
    result satisfies PDF/UA-1 (tagged, titled, with its language), so that it is read aloud well.
    Raises typst.TypstError when the source is wrong.
    """
    root = Path(settings.BASE_DIR) / "templates" / FOLDER
    return bytes(
        typst.compile(
            str(root / source),
            root=str(root),
            format="pdf",
            sys_inputs={"data": json.dumps(data, default=str, ensure_ascii=False)},
            pdf_standards="ua-1",
        )
    )


def pdf_response(source: str, data: Mapping[str, Any], *, name: str) -> HttpResponse:
    """The paper as an answer that the browser shows, saved as `name`.pdf; never cached."""
    response = HttpResponse(write_pdf(source, data), content_type=PDF_CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
