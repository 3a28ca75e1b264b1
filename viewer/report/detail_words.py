"""A detail of a level in words."""

from viewer.model.form.detail import Detail


def detail_words(detail: Detail) -> str:
    """Return a detail as the report says it: `disc: extrusion, caudal, left, 9 mm`."""
    words = [choice.value for choice in detail.choices]
    side = [detail.side.value] if detail.side else []
    size = [] if detail.size_mm is None else [f"{detail.size_mm:g} mm"]
    root = [f"{detail.root} root"] if detail.root else []
    said = ", ".join([*words, *side, *root, *size, *([detail.text.strip()] if detail.text.strip() else [])])
    return f"{detail.kind}: {said}" if said else detail.kind
