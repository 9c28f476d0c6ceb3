"""A champion that meets the other frames of its series one after another."""

from dataclasses import dataclass, replace

from app.library.photo import PhotoId


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of two frames one is better."""

    winner: PhotoId
    loser: PhotoId


@dataclass(frozen=True, slots=True)
class Duel:
    """How far it has come: `frames` take part, in order of capture; `challenger` is None once all others are beaten."""

    frames: tuple[PhotoId, ...]
    first: PhotoId
    challenger: PhotoId | None
    verdicts: tuple[Verdict, ...] = ()

    @property
    def champion(self) -> PhotoId:
        """The frame that none has beaten."""
        return self.verdicts[-1].winner if self.verdicts else self.first

    @property
    def open(self) -> tuple[PhotoId, ...]:
        """The frames that have yet to challenge, with the one that does."""
        beaten = {verdict.loser for verdict in self.verdicts}
        return tuple(one for one in self.frames if one == self.challenger or one not in beaten | {self.champion})

    def judged(self, *, promoted: bool) -> "Duel":
        """The challenger becomes the champion, or is beaten; then the next one challenges, after the last the first.

        Nothing happens where there is no challenger.
        """
        if self.challenger is None:
            return self
        pair = (self.challenger, self.champion) if promoted else (self.champion, self.challenger)
        return self.decided_by(Verdict(*pair))

    def decided_by(self, verdict: Verdict) -> "Duel":
        """The champion and its challenger met; where they are another pair, nothing happens."""
        if self.challenger is None or {verdict.winner, verdict.loser} != {self.champion, self.challenger}:
            return self
        place = self.frames.index(self.challenger)
        after = replace(self, challenger=None, verdicts=(*self.verdicts, verdict))
        left = after.open
        following = next((one for one in left if self.frames.index(one) > place), left[0] if left else None)
        return replace(after, challenger=following)

    def taken_back(self, verdict: Verdict) -> "Duel":
        """The two of the last verdict meet again; any other verdict stays."""
        if not self.verdicts or self.verdicts[-1] != verdict:
            return self
        before = replace(self, verdicts=self.verdicts[:-1])
        other = verdict.loser if verdict.winner == before.champion else verdict.winner
        return replace(before, challenger=other)

    def stepped(self, step: int) -> "Duel":
        """Another challenger, `step` further in order, and nothing said of this one; at the ends it stays."""
        if self.challenger is None:
            return self
        left = self.open
        place = left.index(self.challenger) + step
        return replace(self, challenger=left[place]) if 0 <= place < len(left) else self

    def against(self, photo: PhotoId) -> "Duel":
        """This frame challenges, also if it was beaten before; the champion cannot challenge itself."""
        return self if photo == self.champion or photo not in self.frames else replace(self, challenger=photo)

    def among(self, frames: tuple[PhotoId, ...]) -> "Duel":
        """Only these take part from now on, of which the champion and its challenger must be two."""
        return replace(self, frames=frames)


def begun(frames: tuple[PhotoId, ...], champion: PhotoId) -> Duel:
    """A champion among frames in order of capture, met first by the first of the others."""
    return Duel(frames, champion, next((one for one in frames if one != champion), None))
