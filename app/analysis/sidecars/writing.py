"""From marks to sidecars, and into JPEGs where that is allowed."""

import os
import time
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path

from app.analysis.sidecars.folder import MarkedFolder, marked_folders
from app.analysis.sidecars.outcome import Outcome, SidecarWriting, WriteOptions, Written
from app.analysis.sidecars.reading import Report, read_sidecars
from app.cancel import CancelToken
from app.library.formats import Format, sniff
from app.library.identity import Presence
from app.library.own_writings import OwnWritings
from app.library.photo import Marks, Photo, PhotoId, ScannedPhoto, Stamp, picture_files
from app.library.sidecar_memory import RememberedSidecar
from app.library.source import FileSource, UnreadableError
from app.library.store import Store
from app.library.xmp.dialects import said_by, voices_of
from app.library.xmp.edit import new_packet, with_marks
from app.library.xmp.embedded import embedded_packet
from app.library.xmp.embedding import MOST_BYTES as MOST_JPEG_BYTES
from app.library.xmp.embedding import embed, is_called_jpeg, jpeg_with_marks
from app.library.xmp.packet import BadPacketError, Packet, read_packet
from app.library.xmp.replacing import RefusedError, State, read_file, replace_file, state_of
from app.library.xmp.sidecar_names import Place, chosen, embedded_ending, is_on_card
from app.library.xmp.text import MOST_BYTES
from app.library.xmp.wishes import Profile, Wish

_ON_CARD = "it lies on a memory card, below a DCIM folder, where nothing is written unless you want it"


def write_sidecars(
    store: Store,
    folder: Path,
    *,
    recursive: bool,
    options: WriteOptions,
    token: CancelToken,
    photos: Collection[PhotoId] | None = None,
    report: Report = lambda done, total: None,
    own: OwnWritings | None = None,
) -> SidecarWriting:
    """Say the marks of a folder's photos, or of some of them, in sidecars; what these say that is newer is taken first.

    A file that cannot be written is named with the reason and does not stop the rest; what is written is noted among
    the `own` writings. Raises AppError if the library cannot be written, and Cancelled; each file is either written as
    a whole or as it was.
    """
    reading = read_sidecars(
        store,
        folder,
        recursive=recursive,
        token=token,
        photos=photos,
        texts=options.texts,
        keep=not options.is_rehearsal,
    )
    found = list(marked_folders(store, folder, recursive=recursive))
    folders = [one for one in found if isinstance(one, MarkedFolder)]
    total = sum(len(one.photos) for one in folders)
    files: list[Written] = []
    done = 0
    for one in folders:
        writer = _Writer(store, one, options, photos, own or OwnWritings())
        try:
            for photo, marks in one.photos:
                token.check()
                if photos is None or photo.id in photos:
                    # Of what was read the library knows already, and of a mark that was given since as well.
                    now = reading.changed.get(photo.id, marks) if options.is_rehearsal else marks
                    files += writer.write(photo, now)
                done += 1
                report(done, total)
        finally:
            writer.remember()
    return SidecarWriting(reading, tuple(files))


class _Writer:
    """Writes the files of one folder and remembers what it wrote."""

    def __init__(
        self,
        store: Store,
        folder: MarkedFolder,
        options: WriteOptions,
        photos: Collection[PhotoId] | None,
        own: OwnWritings,
    ) -> None:
        self._store, self._own = store, own
        self._folder = folder
        self._options = options
        self._is_on_card = is_on_card(folder.names.folder)
        self._seen: list[RememberedSidecar] = []
        # Of the files that were written into.
        self._stamps: dict[Path, Stamp] = {}
        ids = [photo.id for photo, _ in folder.photos if photos is None or photo.id in photos]
        self._read = {(one.photo, one.ending, one.size, one.mtime_ns) for one in store.sidecars(ids)}

    def write(self, photo: Photo, marks: Marks) -> Iterator[Written]:
        """Write all files of one photo."""
        wish = Wish(marks, self._options.profile, self._options.texts)
        jpegs = [file for file in photo.files if self._options.embed and _is_jpeg(file)]
        for place in chosen(self._folder.names.places(photo), self._options.names):
            # Of a photo that says it itself Lightroom reads no sidecar.
            is_in_vain = self._options.profile is Profile.LIGHTROOM and len(jpegs) == len(picture_files(photo.files))
            if place.is_there or not is_in_vain:
                yield from self._tried(photo, place.path, partial(self._sidecar, photo, place, wish))
        for file in jpegs:
            yield from self._tried(photo, file, partial(self._jpeg, photo, file, wish))

    def remember(self) -> None:
        """Keep what was written, so that it is not taken for news."""
        if self._seen:
            self._store.remember_sidecars(self._seen)
            self._seen = []

    def _tried(self, photo: Photo, path: Path, write: Callable[[], Outcome | None]) -> Iterator[Written]:
        try:
            outcome = write()
        except (RefusedError, BadPacketError, UnreadableError) as error:
            yield Written(photo.id, path, Outcome.REFUSED, error.reason)
            return
        if outcome is not None:
            yield Written(photo.id, path, outcome)

    def _sidecar(self, photo: Photo, place: Place, wish: Wish) -> Outcome | None:
        content = read_file(place.path, MOST_BYTES)
        now = time.time()
        made = new_packet(wish, now) if content is None else with_marks(content.data, wish, now)
        if made is None:
            return None
        if content is not None and made == content.data:
            return Outcome.UNCHANGED
        files = photo.files if place.is_shared else (place.of,)
        if not any(map(os.path.exists, files)):
            raise RefusedError("the photo is gone")
        self._refuse_card()
        if not self._options.is_rehearsal:
            self._refuse_news(photo, place.ending, None if content is None else content.state)
            with self._own.writing(place.path) as left:
                state = replace_file(place.path, made, None if content is None else content.state)
                left(state.size, state.mtime_ns)
            self._note(photo, place.ending, read_packet(made), state)
        return Outcome.WRITTEN

    def _jpeg(self, photo: Photo, file: Path, wish: Wish) -> Outcome | None:
        if self._options.is_rehearsal:
            content = read_file(file, MOST_JPEG_BYTES)
            if content is None:
                raise RefusedError("the photo is gone")
            is_new = jpeg_with_marks(content.data, wish, time.time()) is not None
            return Outcome.WRITTEN if is_new else _unless_silent(wish)
        self._refuse_card()
        self._refuse_news(photo, embedded_ending(file), state_of(file))
        with self._own.writing(file) as left:
            done = embed(file, wish, time.time(), allowed=self._options.embed)
            left(done.state.size, done.state.mtime_ns)
        if not done.is_written:
            return _unless_silent(wish)
        self._note(photo, embedded_ending(file), embedded_packet(file) or Packet(), done.state)
        self._know_again(photo, file, done.before)
        return Outcome.WRITTEN

    def _refuse_card(self) -> None:
        if self._is_on_card and not self._options.on_cards:
            raise RefusedError(_ON_CARD)

    def _refuse_news(self, photo: Photo, ending: str, state: State | None) -> None:
        """Leave alone what is not as it was read: in a large folder that was minutes ago."""
        if state is not None and (photo.id, ending, state.size, state.mtime_ns) not in self._read:
            raise RefusedError("another program has just changed it")

    def _note(self, photo: Photo, ending: str, packet: Packet, state: State) -> None:
        texts = self._options.texts
        said, voices = said_by(packet, texts), voices_of(packet, texts)
        self._seen.append(RememberedSidecar(photo.id, ending, said, packet.dated, state.size, state.mtime_ns, voices))

    def _know_again(self, photo: Photo, file: Path, before: State) -> None:
        """Tell the library that a photo with other bytes is the one that it knows, pixel by pixel."""
        known = dict(zip(photo.files, photo.stamps, strict=True)) | self._stamps
        with FileSource(file) as source:
            self._stamps[file] = source.stamp()
        now = tuple((known | self._stamps)[one] for one in photo.files)
        if (known[file].size, known[file].mtime_ns) == (before.size, before.mtime_ns):
            self._store.adopt_same_picture(photo, now)
            return
        # Somebody had changed it before, and it was not looked at since: what was known of it is not of these pixels.
        presence = Presence(lambda path, size, mtime_ns: False)
        self._store.adopt([ScannedPhoto(photo.files, now, photo.capture)], presence)
        self._store.adopt_rest(presence)


def _unless_silent(wish: Wish) -> Outcome | None:
    return None if wish.marks == Marks() else Outcome.UNCHANGED


def _is_jpeg(file: Path) -> bool:
    try:
        with FileSource(file) as source:
            return is_called_jpeg(file) and sniff(source.head) is Format.JPEG
    except UnreadableError:
        return False
