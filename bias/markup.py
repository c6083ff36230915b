"""Values → HTML by the templates in `bias/templates`.  Knows no corpus and no page.

Every value is escaped, and one that a template asks for and nobody gave is an error.  HTML that is ready
travels as `markupsafe.Markup`, which is not escaped again.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup


def render(template: str, **values: Any) -> str:
    """A whole document: `templates/TEMPLATE.html.j2` with these values."""
    return _template(template).render(**values)


def fragment(template: str, macro: str, *values: Any) -> Markup:
    """What a macro of a template makes of these values, to stand inside other HTML."""
    made: Markup = getattr(_template(template).module, macro)(*values)
    return made


@cache
def _template(name: str) -> Template:
    return _templates().get_template(f"{name}.html.j2")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("bias"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
