"""The files of the open folder that are not shown, each with its reason."""

from collections.abc import Collection, Iterable

from app.library.photo import Photo, PhotoId, Skipped


class LeftOut:
    """What could not be read at all, and photos whose pixels could not be."""

    def __init__(self) -> None:
        self.files: list[Skipped] = []
        self._lost: dict[PhotoId, Skipped] = {}

    @property
    def photos(self) -> frozenset[PhotoId]:
        """The photos whose pixels could not be read."""
        return frozenset(self._lost)

    def clear(self) -> None:
        """Forget everything, with the folder."""
        self.files.clear()
        self._lost.clear()

    def look_again(self) -> None:
        """Forget what is going to be read again."""
        self.files[:] = self._lost.values()

    def add(self, files: Iterable[Skipped]) -> None:
        """List files that cannot be read."""
        self.files.extend(files)

    def lose(self, photo: Photo, reason: str) -> None:
        """List the file of a photo that cannot be decoded."""
        self._lost[photo.id] = Skipped(photo.path, reason)
        self.files.append(self._lost[photo.id])

    def find(self, photos: Collection[PhotoId]) -> None:
        """Take photos off the list whose files were written anew, or went."""
        for found in filter(None, [self._lost.pop(photo, None) for photo in photos]):
            self.files[:] = [one for one in self.files if one is not found]
