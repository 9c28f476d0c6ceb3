"""Measured technical quality: no weights, no training, the same numbers everywhere. A model card.

It measures, at 1600 pixels on the longer side: how sharp the subject is, how one-directional its blur is, clipped
highlights, blocked shadows, mean exposure, unused headroom, and noise. The subject is where at least one frame of the
series is in focus, weighted towards the centre; all frames are judged there. Frames of different sizes are
compared at the finest scale that all of them show.

It cannot know: expressions, closed eyes, the moment, composition, colour, meaning; whether blur, darkness or grain are
meant; a subject that stands off-centre before a sharper background. Fine texture over the whole frame is partly taken
for noise. A dark or a bright motif scores low on its own; inside a series that cancels out. Enlarged or sharpened
pictures look as their edges do.

Figures: share of series whose top frame is the good one, in 300 series made from 156 photographs on which nothing was
tuned (street scenes, everyday and phone photos of 600 to 1024 pixels, aerial photos of 1600). A series is one photo
and 3 to 5 damaged versions; all are cropped by up to 2 % a side and saved as JPEG 86 to 96 at random.

| damage | here | variance of Laplacian |
|---|---|---|
| defocus, Gaussian of 0.5 to 3 px | 1.00 | 1.00 |
| defocus, disc of up to 5 px radius | 1.00 | 1.00 |
| motion, 3 to 15 px | .93 | 1.00 |
| under-exposure, 1 to 2.5 EV | .89 | 1.00 |
| over-exposure, 1 to 2.5 EV | .93 | .00 |
| noise, standard deviation 4 to 18 | 1.00 | .00 |
| five of these mixed | .97 | .00 |
| noisy and softer against clean | .94 | .00 |
| soft but brighter, more contrast | 1.00 | 1.00 |
| sharp background, soft subject | .85 | .12 |
| all (chance .21) | .95 | .50 |

On the 300 series used for choosing the constants it is .94. Real faults are subtler and rarely come one at a time, and
what a photographer would choose has not been asked: these figures say that the measures work, not that the choice is
good.
"""

from fgaesq_core.technical.measures import Measures, measure
from fgaesq_core.technical.scorer import TechnicalScorer

__all__ = ["Measures", "TechnicalScorer", "measure"]
