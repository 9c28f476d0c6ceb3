from collections import Counter

from app.ui.series_commands import series_commands
from tests.ui.conftest import Photographer


def test_no_key_is_bound_twice_and_no_command_without_a_key(photographer: Photographer) -> None:
    session, window = photographer.desk.session, photographer.desk.window
    own = series_commands(session)
    others = [command for command in window.table if command.id not in {one.id for one in own}]
    keys = Counter(key for command in (*own, *others) for key in command.keys)
    assert [key for key, times in keys.items() if times > 1] == []
    assert all(command.keys for command in own)
    assert len({command.id for command in own}) == len(own)


def test_switches_go_on_and_off_and_nothing_does_harm_without_a_folder(photographer: Photographer) -> None:
    session = photographer.desk.session
    before = (session.advance, session.blind)
    for _ in range(2):
        for command in series_commands(session):
            command.run()
    assert (session.advance, session.blind) == before
    assert not session.undo_stack.count()
    by_id = {command.id: command for command in series_commands(session)}
    by_id["advance"].run()
    by_id["blind"].run()
    assert (session.advance, session.blind) == (True, True)
