"""The decoded pictures at hand: which there are, which is right for a size, and which to forget first."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from app.library.photo import Photo
from app.library.thumbnails import THUMBNAIL_SIDE

# A picture this much smaller than asked for is still as sharp as the eye can tell.
_ENOUGH = 0.98
# One reduced by more than this while painting shows jagged edges.
_TOO_LARGE = 2.2
# The side of a wish for what the grid shows, which has been compressed once more: never sharp, but there at once.
THUMBNAIL = 0
_JPEG = frozenset((".jpg", ".jpeg", ".jpe", ".jfif"))


@dataclass(frozen=True, slots=True)
class Wish:
    """A photo to be decoded with a long side of `side` pixels, or `THUMBNAIL` for its thumbnail.

    Any larger picture will do just as well if it is `rough`.
    """

    photo: Photo
    side: int
    rough: bool = False

    @property
    def key(self) -> tuple[bytes, int]:
        """What it is kept under."""
        return self.photo.digest, self.side

    @property
    def octets(self) -> int:
        """About how much memory it will take."""
        width, height = self.photo.capture.width, self.photo.capture.height
        scale = min(1.0, (self.side or THUMBNAIL_SIDE) / max(1, width, height))
        return round(4 * width * height * scale * scale)


def stages(photo: Photo, side: int) -> list[Wish]:
    """What leads to a picture of `side` pixels by ever better ones: the thumbnail, a draft, the picture itself.

    A JPEG is decoded at a half, a quarter or an eighth of its size in a fraction of the time; other formats are not.
    """
    longest = max(1, photo.capture.width, photo.capture.height)
    wishes = [Wish(photo, THUMBNAIL, rough=True)]
    draft = next((longest >> halved for halved in (1, 2, 3) if longest >> halved < side), 0)
    if draft > THUMBNAIL_SIDE and photo.path.suffix.lower() in _JPEG:
        wishes.append(Wish(photo, draft, rough=True))
    return [*wishes, Wish(photo, min(side, longest))]


class PictureShelf:
    """Pictures by content and size, within a bound of bytes; what was used longest ago goes first.

    The first photo of what is wanted now is never forgotten, whatever its size: it is being looked at.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.held_bytes = 0
        self._images: OrderedDict[tuple[bytes, int], QImage] = OrderedDict()
        self._sides: dict[bytes, list[int]] = {}
        self._wanted: dict[tuple[bytes, int], int] = {}
        self._first: bytes | None = None

    def image(self, digest: bytes, side: int) -> QImage | None:
        """The smallest picture that is large enough for `side` pixels, else the largest there is."""
        sizes = {asked: _long(self._images[digest, asked]) for asked in self._sides.get(digest, ())}
        if not sizes:
            return None
        enough = [asked for asked, size in sizes.items() if size >= _ENOUGH * side]
        # Of two that are equally large the thumbnail, asked for as nothing, is the worse.
        found = (
            min(enough, key=lambda one: (sizes[one], -one)) if enough else max(sizes, key=lambda one: (sizes[one], one))
        )
        self._images.move_to_end((digest, found))
        return self._images[digest, found]

    def meets(self, wish: Wish) -> bool:
        """Whether a picture at hand fulfils a wish."""
        if wish.key in self._images:
            return True
        least = _ENOUGH * min(wish.side, max(wish.photo.capture.width, wish.photo.capture.height))
        most = float("inf") if wish.rough else _TOO_LARGE * wish.side
        digest = wish.photo.digest
        decoded = [side for side in self._sides.get(digest, ()) if side != THUMBNAIL]
        return any(least <= _long(self._images[digest, side]) <= most for side in decoded)

    def keep_for(self, wishes: Sequence[Wish]) -> None:
        """Tell what is wanted now, most urgent first: it is forgotten last."""
        self._wanted = {wish.key: place for place, wish in enumerate(wishes)}
        self._first = wishes[0].photo.digest if wishes else None

    def put(self, wish: Wish, image: QImage) -> None:
        """Take in a picture and forget others until the bound is kept."""
        self.drop(wish.key)
        self._images[wish.key] = image
        self._sides.setdefault(wish.photo.digest, []).append(wish.side)
        self.held_bytes += image.sizeInBytes()
        for key in self._order_of_leaving():
            if self.held_bytes <= self.most_bytes:
                return
            self.drop(key)

    def drop(self, key: tuple[bytes, int]) -> None:
        """Forget one picture, if it is here."""
        image = self._images.pop(key, None)
        if image is not None:
            self.held_bytes -= image.sizeInBytes()
            self._sides[key[0]].remove(key[1])
            if not self._sides[key[0]]:
                del self._sides[key[0]]

    def _order_of_leaving(self) -> list[tuple[bytes, int]]:
        others = [key for key in self._images if key[0] != self._first]
        # Sorting keeps the order of use among what nobody wants now.
        return sorted(others, key=lambda key: -self._wanted.get(key, len(self._wanted)))


def _long(image: QImage) -> int:
    return max(image.width(), image.height())
