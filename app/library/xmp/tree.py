"""The elements of a packet with their places in its text.

The parser is expat. It opens no files and no connections; a document type, and with it every entity of one's own, is
refused before anything of it is expanded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from app.library.xmp.names import DESCRIPTION, NODE, ROOT, Name
from app.library.xmp.text import BadPacketError

# No character of XML, so that no namespace can hold it.
_SEPARATOR = "\x1f"
_DEEPEST = 200


@dataclass(slots=True, eq=False)
class Element:
    """One element; `start` is where its first tag begins, `closing` where its last tag begins or, if it has one tag
    alone, ends. Attributes are in the order of the text, without declarations of namespaces."""

    name: Name
    attributes: tuple[tuple[Name, str], ...]
    start: int
    prefixes: Mapping[str, str]
    closing: int = 0
    children: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The characters directly inside."""
        return "".join(self.texts)

    def attribute(self, name: Name) -> str | None:
        """The value of one attribute."""
        return next((value for found, value in self.attributes if found == name), None)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed packet: its text, its `rdf:RDF` and the descriptions in it, which all speak of the photo.

    `trailer` is where the instruction begins that ends the packet, if there is one.
    """

    body: bytes
    rdf: Element
    descriptions: tuple[Element, ...]
    trailer: int | None


def parse(body: bytes) -> Tree:
    """Parse UTF-8 text; raises BadPacketError if it is not well-formed or no XMP."""
    built = _Builder(body)
    root = built.root
    rdf = root if root.name == ROOT else next((child for child in root.children if child.name == ROOT), None)
    if rdf is None:
        raise BadPacketError("it holds no XMP")
    # A node with a name of its own is something else that is only referred to.
    of_photo = (child for child in rdf.children if child.name == DESCRIPTION and child.attribute(NODE) is None)
    return Tree(body, rdf, tuple(of_photo), built.trailer)


class _Builder:
    def __init__(self, body: bytes) -> None:
        self._open: list[Element] = []
        self._prefixes: dict[str, str] = {}
        self._found: Element | None = None
        self.trailer: int | None = None
        self._parser = parser = expat.ParserCreate("utf-8", _SEPARATOR)
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add
        parser.ProcessingInstructionHandler = self._instruct
        try:
            parser.Parse(body, True)
        except expat.ExpatError as error:
            raise BadPacketError(f"it is not well-formed XML (line {error.lineno})") from error

    @property
    def root(self) -> Element:
        assert self._found is not None
        return self._found

    def _refuse(self, *_: object) -> None:
        raise BadPacketError("it has a document type, which XMP does not allow")

    def _declare(self, prefix: str | None, space: str | None) -> None:
        inherited = self._open[-1].prefixes if self._open else {}
        self._prefixes = {**inherited, **self._prefixes, prefix or "": space or ""}

    def _begin(self, name: str, attributes: list[str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise BadPacketError("it is nested too deeply")
        inherited = self._open[-1].prefixes if self._open else {}
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        element = Element(
            _name(name),
            tuple((_name(one), value) for one, value in pairs),
            self._parser.CurrentByteIndex,
            self._prefixes or inherited,
        )
        self._prefixes = {}
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._found = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop().closing = self._parser.CurrentByteIndex

    def _add(self, text: str) -> None:
        if self._open:
            self._open[-1].texts.append(text)

    def _instruct(self, target: str, _: str) -> None:
        if target == "xpacket" and self._found is not None and not self._open:
            self.trailer = self._parser.CurrentByteIndex


def _name(text: str) -> Name:
    space, _, local = text.rpartition(_SEPARATOR)
    return Name(space, local)
