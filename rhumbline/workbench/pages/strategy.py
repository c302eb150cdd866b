"""Strategy: the five steps as forms beside the file, and what a change would do before it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from rhumbline.errors import BadStrategy, UserError
from rhumbline.reports.change_preview import ChangePreview, preview_change
from rhumbline.strategy.editing.edits import Edit, Put
from rhumbline.strategy.editing.file import (
    ChangedMeanwhile,
    StrategyText,
    read_strategy_text,
    save_strategy,
)
from rhumbline.strategy.yaml import YamlDocument
from rhumbline.workbench.frame import InSession, InWorkspace, Tab, redirect, render
from rhumbline.workbench.judging import change_and_judge
from rhumbline.workbench.measure_values import in_words
from rhumbline.workbench.strategy_changes import (
    course_in,
    data_of,
    document_of,
    edits_in,
    last_line_of,
    pack_file,
    unpack_file,
    write_edits,
)
from rhumbline.workbench.strategy_forms import (
    BY_KEY,
    SECTIONS,
    Section,
    fields_of,
    path_of,
    typed,
)
from rhumbline.workspace import Workspace

router = APIRouter()
TAB = Tab("Strategy", "/strategy", router)
_SHOWN_POSTS: Final = 50


async def _form(request: Request) -> FormData:
    return await request.form()


InForm = Annotated[FormData, Depends(_form)]


@router.get("/strategy")
def show_strategy(request: Request, workspace: InWorkspace) -> Response:
    """The five steps, what the strategy says in each, and the file beside them."""
    file = read_strategy_text(workspace)
    document = document_of(file)
    return render(
        request, "strategy.html",
        steps=[(section, _parts(section, document)) for section in SECTIONS],
        yaml_lines=file.text.splitlines(), mistakes=_mistakes(file), from_line=0, to_line=0,
    )  # fmt: skip


def _mistakes(file: StrategyText) -> str:
    """What is wrong with the file, each mistake with its line; empty where nothing is."""
    try:
        file.loaded()
    except BadStrategy as bad:
        return bad.what
    return ""


@dataclass(frozen=True)
class Part:
    """One part of the strategy on the overview: its name, what it says, and where its form is."""

    name: str
    says: str
    more: str
    path: str


def _parts(section: Section, document: YamlDocument) -> list[Part]:
    data = document.data if isinstance(document.data, dict) else {}
    held = data.get(section.key)
    if section.key == "why":
        named = {"why": held or {}}
    elif isinstance(held, list):
        named = {str(place): part for place, part in enumerate(held)}
    else:
        named = held if isinstance(held, dict) else {}
    is_named = section.key not in ("why", "ties")
    return [
        Part(
            name if is_named else "",
            *_summary(section.key, part),
            f"/strategy/{section.key}/{name}",
        )
        for name, part in named.items()
        if isinstance(part, dict)
    ]


def _summary(section: str, part: Mapping[str, Any]) -> tuple[str, str]:
    """What a part says in a line, and a second line."""
    if section == "measures":
        value = in_words(str(part.get("value") or ""))
        target, day = part.get("target"), part.get("by")
        return value or "Nothing is counted yet", f"target {target}, by {day}" if target else ""
    if section == "ties":
        matched = {key: value for key, value in part.items() if key != "measure"}
        kinds = ", ".join(f"{key} {_shown(value)}" for key, value in matched.items())
        return kinds, f"serves {part.get('measure')}"
    order = ("statement", "who", "problem", "invite")
    first = next((str(part[key]) for key in order if part.get(key)), "Nothing is said yet")
    second = next((str(part[key]) for key in ("promise", "why", "where") if part.get(key)), "")
    return first, second


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return " and ".join(f"{key} {inner}" for key, inner in value.items())
    return str(value)


@dataclass(frozen=True)
class Refused:
    """A form that cannot be taken as it was filled in, and why."""

    form: FormData
    why: UserError


@router.get("/strategy/{section}/{name}")
def show_part(request: Request, workspace: InWorkspace, section: str, name: str) -> Response:
    """The form of one part, with its lines of the file beside it; `new` for one that is added."""
    file = read_strategy_text(workspace)
    return _part_page(request, file, section, name)


def _part_page(
    request: Request, file: StrategyText, section: str, name: str, refused: Refused | None = None
) -> Response:
    form, wrong = (refused.form, refused.why) if refused else (None, None)
    document = document_of(file)
    data = data_of(document, section, name)
    fields = fields_of(section, data, document)
    typed_in = {key: str(value) for key, value in (form or {}).items()}
    first = document.line(path_of(section, name)) if data else 0
    return render(
        request, "strategy_part.html", status=400 if wrong else 200,
        section=BY_KEY[section], name=name, is_new=name == "new", wrong=wrong,
        typed_name=typed_in.get("new_name", ""), expression=typed_in.get("expression", ""),
        fields=typed(fields, typed_in) if form else fields,
        file_bytes=pack_file(file), yaml_lines=file.text.splitlines(),
        from_line=first, to_line=last_line_of(document, section, name, first),
        can_be_removed=name != "new" and section != "why",
    )  # fmt: skip


@router.post("/strategy/preview")
def show_preview(request: Request, workspace: InWorkspace, form: InForm) -> Response:
    """What the change would do; the form again, with what is wrong, where it cannot be made."""
    filled_from = unpack_file(str(form.get("file", "")))
    section, name = str(form.get("section", "")), str(form.get("name", ""))
    try:
        edits = edits_in(filled_from, form)
        _refuse_if_changed(workspace, filled_from)
        day = course_in(form)
        preview = preview_change(workspace, edits, day)
    except ChangedMeanwhile as changed:
        return _preview_on_top(request, workspace, filled_from, edits, changed.current)
    except UserError as wrong:
        if "edits" in form:
            raise
        return _part_page(request, filled_from, section, name, Refused(form, wrong))
    return _preview_page(request, preview, edits, day)


def _refuse_if_changed(workspace: Workspace, filled_from: StrategyText) -> None:
    current = read_strategy_text(workspace)
    if current.digest != filled_from.digest:
        raise ChangedMeanwhile(current, workspace.strategy)


@router.post("/strategy/save")
def save_change(
    request: Request, workspace: InWorkspace, session: InSession, form: InForm
) -> Response:
    """Write the change into the file, and judge what is stored by it."""
    filled_from = unpack_file(str(form.get("file", "")))
    edits = edits_in(filled_from, form)
    day = course_in(form)
    dated = [*edits, *([Put(("in_force_from",), day.isoformat())] if day else [])]
    new = filled_from.edited(dated)
    try:
        if workspace.published.is_file():
            result = change_and_judge(
                workspace, lambda: save_strategy(workspace, new, filled_from.digest)
            )
            session.notify(f"The strategy is changed. {result}")
        else:
            save_strategy(workspace, new, filled_from.digest)
            session.notify("The strategy is changed.")
    except ChangedMeanwhile as changed:
        return _preview_on_top(request, workspace, filled_from, edits, changed.current)
    return redirect("/strategy")


def _preview_on_top(
    request: Request,
    workspace: Workspace,
    filled_from: StrategyText,
    edits: list[Edit],
    current: StrategyText,
) -> Response:
    """What was changed elsewhere meanwhile, and this change made on top of it."""
    preview = preview_change(workspace, edits)
    return _preview_page(request, preview, edits, None, elsewhere=filled_from.diff(current))


def _preview_page(
    request: Request,
    preview: ChangePreview,
    edits: list[Edit],
    day: date | None,
    elsewhere: str = "",
) -> Response:
    effect = preview.effect
    posts = effect.activities.head(_SHOWN_POSTS).to_dicts() if effect else []
    return render(
        request, "strategy_preview.html", status=409 if elsewhere else 200,
        preview=preview, effect=effect, posts=posts,
        post_count=effect.activities.height if effect else 0,
        suspects=effect.newly_suspect.head(_SHOWN_POSTS).to_dicts() if effect else [],
        measures=effect.measures.to_dicts() if effect else [],
        diff_lines=preview.diff.splitlines()[2:], elsewhere_lines=elsewhere.splitlines()[2:],
        file_bytes=pack_file(preview.before), edits=write_edits(edits), day=day,
        since=preview.loaded.strategy.in_force_from,
    )  # fmt: skip
