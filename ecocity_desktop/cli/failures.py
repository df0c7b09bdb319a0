"""Errors in words: what happened, what was not touched, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecocity_desktop.errors import Problem, UserError
    from ecocity_desktop.i18n.catalog import Catalog


_IN_JSON = {"problem.date.form": "cli.date_form"}
"""Reasons that say what to write otherwise than in a form."""


def error_text(catalog: Catalog, error: UserError) -> str:
    """Return what to tell a person about an error: a sentence, then one line for each value refused."""
    params = dict(error.params)
    if "since" in params:
        params["since"] = _local_time(catalog, params["since"])
    lines = [catalog.text(error.key, **params)]
    if error.key == "error.password_needed":
        lines.append(f"  {catalog.text('cli.password.how')}")
    lines += [f"  {problem_text(catalog, problem)}" for problem in error.problems]
    lines += [f"  {noun} {row_id}" for noun, row_id in params.get("records", ())]
    if params.get("candidates"):
        lines.append(f"  {catalog.text('cli.candidates', names=params['candidates'])}")
    return "\n".join(lines)


def problem_text(catalog: Catalog, problem: Problem) -> str:
    """Return the field as it is named in JSON, and the reason."""
    params = {name: _plain(value) for name, value in problem.params.items()}
    reason = catalog.text(_IN_JSON.get(problem.key, problem.key), **params)
    return catalog.text("cli.problem", field=problem.field, reason=reason) if problem.field else reason


def _plain(value: Any) -> Any:
    """Return a limit without an idle ``.0``."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _local_time(catalog: Catalog, since: Any) -> str:
    from datetime import datetime

    from ecocity_desktop.i18n import formats

    try:
        return formats.moment(datetime.fromisoformat(str(since)).astimezone(), catalog.language)
    except ValueError:
        return str(since)
