"""Where the parts of a tag are; only for tags that a parser has found well-formed."""

from dataclasses import dataclass

_SPACE = b" \t\r\n"
_NAME_ENDS = b" \t\r\n/>="


@dataclass(frozen=True, slots=True)
class AttributeSpan:
    """An attribute from the first byte of its name to its closing quote, and its value between the quotes."""

    start: int
    end: int
    value_start: int
    value_end: int

    def quote(self, body: bytes) -> bytes:
        """The quotation mark around the value."""
        return body[self.value_end : self.value_end + 1]


@dataclass(frozen=True, slots=True)
class Tag:
    """A first tag: where its name ends and where the tag ends, and its attributes without those that declare
    namespaces; `last` is where the last attribute of any kind ends, or the name if there is none, and `gap` the white
    space before it."""

    start: int
    name_end: int
    end: int
    is_whole: bool
    attributes: tuple[AttributeSpan, ...]
    last: int
    gap: bytes


def read_tag(body: bytes, start: int) -> Tag:
    """The parts of the first tag of an element that begins at `start`; `is_whole` if it has no other tag."""
    at = name_end = _after_name(body, start + 1)
    found: list[AttributeSpan] = []
    last, gap = name_end, b" "
    while True:
        before, at = at, _after_space(body, at)
        if body[at : at + 1] in (b"/", b">"):
            break
        span = _attribute(body, at)
        at = last = span.end
        gap = body[before : span.start]
        name = body[span.start : _after_name(body, span.start)]
        if name != b"xmlns" and not name.startswith(b"xmlns:"):
            found.append(span)
    is_whole = body[at : at + 1] == b"/"
    return Tag(start, name_end, at + 1 + is_whole, is_whole, tuple(found), last, gap)


def start_of_space(body: bytes, at: int) -> int:
    """Where the white space begins that ends at `at`."""
    while at > 0 and body[at - 1] in _SPACE:
        at -= 1
    return at


def _attribute(body: bytes, start: int) -> AttributeSpan:
    at = _after_space(body, _after_name(body, start))
    at = _after_space(body, at + 1)
    end = body.index(body[at : at + 1], at + 1)
    return AttributeSpan(start, end + 1, at + 1, end)


def _after_name(body: bytes, at: int) -> int:
    while body[at] not in _NAME_ENDS:
        at += 1
    return at


def _after_space(body: bytes, at: int) -> int:
    while body[at] in _SPACE:
        at += 1
    return at
