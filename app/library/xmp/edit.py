"""Saying marks in a packet: the bytes of one that is there, or of a new one."""

from datetime import UTC, datetime

from app.library.xmp.names import DESCRIPTION, METADATA_DATE, OURS
from app.library.xmp.packet import BadPacketError, packet_of
from app.library.xmp.properties import properties
from app.library.xmp.splices import changed
from app.library.xmp.text import text_of
from app.library.xmp.tree import Element, Tree, parse
from app.library.xmp.wishes import Change, Wish, changes_for

_EMPTY = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Burstpick">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description
    rdf:about=""/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def with_marks(data: bytes, wish: Wish, now: float) -> bytes:
    """A packet that says marks: `data` itself if it says them already, else with what differs changed.

    `now`, in seconds since 1970, becomes the date of the packet's last change. Raises BadPacketError for a packet that
    must not be touched.
    """
    text = text_of(data)
    tree = parse(text.body)
    present = frozenset(name for name in OURS if properties(tree, name))
    changes = changes_for(wish, packet_of(tree), present)
    if not changes:
        return data
    dated = [*changes, Change(METADATA_DATE, datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds"))]
    body = changed(tree, dated)
    _check(tree, parse(body), wish)
    return text.bytes_with(body)


def new_packet(wish: Wish, now: float) -> bytes | None:
    """A packet of its own for marks; None if there is nothing to say."""
    empty = _EMPTY.encode()
    made = with_marks(empty, wish, now)
    return None if made == empty else made


def _check(before: Tree, after: Tree, wish: Wish) -> None:
    """What is not ours says the same, and what is ours needs no further change; raises BadPacketError."""
    present = frozenset(name for name in OURS if properties(after, name))
    was, now = _foreign(before), _foreign(after)
    if not before.descriptions:
        now = [one for one in now if one[0] != DESCRIPTION or one[3] != 1]
    if changes_for(wish, packet_of(after), present) or was != now:
        raise BadPacketError("it cannot be changed without loss")


def _foreign(tree: Tree) -> list[tuple[object, ...]]:
    """All that is said by properties that are not ours, in order."""
    found: list[tuple[object, ...]] = []
    waiting: list[tuple[Element, int]] = [(tree.rdf, 0)]
    while waiting:
        element, depth = waiting.pop()
        attributes = tuple(one for one in element.attributes if depth != 1 or one[0] not in OURS)
        children = [child for child in element.children if depth != 1 or child.name not in OURS]
        found.append((element.name, attributes, element.text.strip(), depth))
        waiting += [(child, depth + 1) for child in reversed(children)]
    return found
