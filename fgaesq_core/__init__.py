"""Pictures in, numbers out: fine-grained scores that tell the frames of one series apart."""

from fgaesq_core.errors import CoreError, ModelError
from fgaesq_core.frames import Frame
from fgaesq_core.models import Scorer, load
from fgaesq_core.ranking import Ranking

__all__ = ["CoreError", "Frame", "ModelError", "Ranking", "Scorer", "load"]
