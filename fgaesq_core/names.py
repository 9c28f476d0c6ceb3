"""The names of a series' frames, on which the draws of the published protocol hang."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Names:
    """What the draws of a series hang on: its name, and a different number for each frame."""

    series: str
    numbers: tuple[int, ...]

    @classmethod
    def of_files(cls, folder: str, files: Sequence[str]) -> "Names":
        """The names in a folder `000009` with files `000009-02.jpg`; files of other names count by their order."""
        stems = [file.rpartition(".")[0] or file for file in files]
        found = [re.fullmatch(r".*-([0-9]+)", stem, re.DOTALL) for stem in stems]
        numbers = tuple(int(match[1]) for match in found if match)
        if len(set(numbers)) < len(files):
            places = sorted(range(len(files)), key=lambda index: files[index])
            numbers = tuple(places.index(index) + 1 for index in range(len(files)))
        return cls(str(int(folder)) if re.fullmatch(r"[0-9]+", folder) else folder, numbers)

    def pairs(self) -> Iterator[tuple[int, int, str]]:
        """Indexes of the frames of every pair, the lower number first, and the pair's id."""
        order = sorted(range(len(self.numbers)), key=lambda index: self.numbers[index])
        for one, other in combinations(order, 2):
            yield one, other, f"{self.series}_{self.numbers[one]}_{self.numbers[other]}"
