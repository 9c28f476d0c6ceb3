"""Changing single properties in the text of a packet and leaving every other byte alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from app.library.xmp.names import CONTAINERS, ITEM, PREFIXES, RDF, Name
from app.library.xmp.properties import Property, properties
from app.library.xmp.tag import read_tag, start_of_space
from app.library.xmp.tree import Element, Tree
from app.library.xmp.wishes import Change

_IN_ATTRIBUTE = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;", '"': "&quot;", "'": "&apos;"}


@dataclass(frozen=True, slots=True, order=True)
class _Splice:
    """Bytes to be put in the place of others."""

    start: int
    end: int
    put: bytes = b""


def changed(tree: Tree, changes: Iterable[Change]) -> bytes:
    """The packet's text with some properties changed, each where and in the form it was; new ones are attributes."""
    splices: list[_Splice] = []
    missing: list[tuple[Name, str]] = []
    for change in changes:
        found = properties(tree, change.name)
        for one in found:
            splices += _on(tree.body, one, change)
        value = change.value[0] if isinstance(change.value, tuple) else change.value
        if value is not None and not any(_stays(tree.body, one, change) for one in found):
            missing.append((change.name, value))
    if missing:
        splices.append(_added(tree, missing))
    return _spliced(tree.body, splices)


def _spliced(body: bytes, splices: Sequence[_Splice]) -> bytes:
    parts, at = [], 0
    for splice in sorted(splices):
        parts += [body[at : splice.start], splice.put]
        at = splice.end
    return b"".join([*parts, body[at:]])


def _stays(body: bytes, one: Property, change: Change) -> bool:
    """Whether a property keeps its place when it gets its value."""
    return one.element is None or isinstance(change.value, tuple) or _is_plain(one.element)


def _is_plain(element: Element) -> bool:
    return not element.children and all(name.space != RDF for name, _ in element.attributes)


def _on(body: bytes, one: Property, change: Change) -> list[_Splice]:
    if one.element is None:
        assert one.attribute is not None
        span = read_tag(body, one.description.start).attributes[one.attribute]
        if change.value is None:
            return [_Splice(start_of_space(body, span.start), span.end)]
        text = change.value[0] if isinstance(change.value, tuple) else change.value
        return [_Splice(span.value_start, span.value_end, escape(text, _IN_ATTRIBUTE).encode())]
    if isinstance(change.value, tuple):
        return [_with_items(body, one.element, change.value)]
    if change.value is None or not _stays(body, one, change):
        return [_Splice(start_of_space(body, one.element.start), _end(body, one.element))]
    return [_with_text(body, one.element, change.value)]


def _end(body: bytes, element: Element) -> int:
    """Where the last tag of an element ends."""
    return element.closing if read_tag(body, element.start).is_whole else body.index(b">", element.closing) + 1


def _with_text(body: bytes, element: Element, text: str) -> _Splice:
    tag = read_tag(body, element.start)
    inside = escape(text).encode()
    if tag.is_whole:
        name = body[tag.start + 1 : tag.name_end]
        return _Splice(tag.last, tag.end, b">" + inside + b"</" + name + b">")
    return _Splice(tag.end, element.closing, inside)


def _with_items(body: bytes, element: Element, texts: Sequence[str]) -> _Splice:
    """Other items in the list that is there; white space around them stays."""
    lists = [child for child in element.children if child.name in CONTAINERS]
    items = [child for child in lists[0].children if child.name == ITEM] if lists else []
    if items:
        tag = read_tag(body, items[0].start)
        name = body[tag.start + 1 : tag.name_end]
        put = b"".join(b"<%b>%b</%b>" % (name, escape(text).encode(), name) for text in texts)
        return _Splice(items[0].start, _end(body, items[-1]), put)
    tag = read_tag(body, element.start)
    name = body[tag.start + 1 : tag.name_end]
    prefix, declaration = _prefix(dict(element.prefixes), RDF)
    item = "".join(f"<{prefix}:li>{escape(text)}</{prefix}:li>" for text in texts)
    put = f"<{prefix}:Seq{declaration}>{item}</{prefix}:Seq>".encode()
    if tag.is_whole:
        return _Splice(tag.last, tag.end, b">" + put + b"</" + name + b">")
    return _Splice(tag.end, element.closing, put)


def _added(tree: Tree, missing: Sequence[tuple[Name, str]]) -> _Splice:
    if not tree.descriptions:
        return _new_description(tree, missing)
    element = tree.descriptions[0]
    tag = read_tag(tree.body, element.start)
    return _Splice(tag.last, tag.last, _attributes(dict(element.prefixes), missing, tag.gap.decode()).encode())


def _new_description(tree: Tree, missing: Sequence[tuple[Name, str]]) -> _Splice:
    tag = read_tag(tree.body, tree.rdf.start)
    prefixes = dict(tree.rdf.prefixes)
    prefix, declaration = _prefix(prefixes, RDF)
    attributes = _attributes(prefixes, missing, " ")
    put = f'<{prefix}:Description{declaration} {prefix}:about=""{attributes}/>'.encode()
    if tag.is_whole:
        name = tree.body[tag.start + 1 : tag.name_end]
        return _Splice(tag.last, tag.end, b">" + put + b"</" + name + b">")
    return _Splice(tree.rdf.closing, tree.rdf.closing, put)


def _attributes(prefixes: dict[str, str], missing: Sequence[tuple[Name, str]], gap: str) -> str:
    """The text of new attributes; declarations first, as some readers take one after the other."""
    declarations, attributes = [], []
    for name, value in missing:
        prefix, declaration = _prefix(prefixes, name.space, gap)
        declarations.append(declaration)
        attributes.append(f'{gap}{prefix}:{name.local}="{escape(value, _IN_ATTRIBUTE)}"')
    return "".join(declarations + attributes)


def _prefix(prefixes: dict[str, str], space: str, gap: str = " ") -> tuple[str, str]:
    """The prefix of a namespace, and the text that declares it if it is not declared yet; it is noted as declared."""
    if (known := next((one for one, found in prefixes.items() if one and found == space), None)) is not None:
        return known, ""
    usual = PREFIXES.get(space, "rdf")
    prefix = usual
    number = 1
    while prefix in prefixes:
        number += 1
        prefix = f"{usual}{number}"
    prefixes[prefix] = space
    return prefix, f'{gap}xmlns:{prefix}="{space}"'
