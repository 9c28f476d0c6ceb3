"""The properties of a packet, whichever of RDF's forms each has (XMP specification part 1, sections 7.4 to 7.9)."""

from dataclasses import dataclass

from app.library.xmp.names import CONTAINERS, DESCRIPTION, ITEM, VALUE, Name
from app.library.xmp.tree import Element, Tree


@dataclass(frozen=True, slots=True)
class Property:
    """One property of the photo: an attribute of its description by number, or an element of its own."""

    description: Element
    attribute: int | None
    element: Element | None

    def values(self) -> tuple[str, ...]:
        """The items of a list, or the one value."""
        if self.element is None:
            assert self.attribute is not None
            return (self.description.attributes[self.attribute][1].strip(),)
        lists = (child for child in self.element.children if child.name in CONTAINERS)
        if (found := next(lists, None)) is not None:
            return tuple(_simple(item) for item in found.children if item.name == ITEM)
        return (_simple(self.element),)


def properties(tree: Tree, name: Name) -> list[Property]:
    """Every place where a property stands, in the order of the text; a sound packet has one at most."""
    found = []
    for description in tree.descriptions:
        found += [
            Property(description, number, None) for number, (one, _) in enumerate(description.attributes) if one == name
        ]
        found += [Property(description, None, child) for child in description.children if child.name == name]
    return found


def _simple(element: Element) -> str:
    """A value that may be a text, or a resource with the value inside and qualifiers beside it."""
    if (value := element.attribute(VALUE)) is not None:
        return value.strip()
    if (inside := next((child for child in element.children if child.name in (DESCRIPTION, VALUE)), None)) is None:
        return element.text.strip()
    return _simple(inside)
