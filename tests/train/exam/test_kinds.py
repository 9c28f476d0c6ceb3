from train.exam.kinds import AIMS, FAULTS, KINDS, SEEN_GROUPS, UNSEEN, UNSEEN_GROUPS
from train.exam.tasks import HARMLESS_AGAINST, RISING, Part, tasks
from train.synth import series as seen


def test_no_kind_of_training_is_called_unseen() -> None:
    assert not set(UNSEEN) & set(seen.KINDS)
    assert not {FAULTS[kind] for kind in UNSEEN if kind in FAULTS} & {
        FAULTS[kind] for kind in seen.KINDS if kind in FAULTS
    }


def test_every_kind_can_be_made_and_has_one_group() -> None:
    grouped = [kind for groups in (SEEN_GROUPS, UNSEEN_GROUPS) for kinds in groups.values() for kind in kinds]
    assert sorted(grouped) == sorted(KINDS)
    assert set(SEEN_GROUPS) == set(UNSEEN_GROUPS)
    assert not set(AIMS) & set(FAULTS)


def test_training_s_faults_come_in_training_s_order() -> None:
    assert [kind for kind in KINDS if kind in seen.KINDS][2:] == list(seen.KINDS)[2:]


def test_every_kind_is_asked_for_and_no_question_twice() -> None:
    for size in (1, 30):
        asked = tasks(size)
        assert len(set(asked)) == len(asked)
        assert {task.kind for task in asked if task.part is Part.SEEN} == {"", *seen.KINDS}
        assert {task.kind for task in asked if task.part is Part.UNSEEN} == {"", *UNSEEN}
        assert {task.kind for task in asked if task.part is Part.RISING} == set(RISING)
    assert {task.kind for task in tasks(40) if task.part is Part.HARMLESS} == set(HARMLESS_AGAINST)


def test_what_is_harmless_is_asked_twice() -> None:
    asked = [task for task in tasks(8) if task.part is Part.HARMLESS]
    assert sorted((task.number, task.again) for task in asked) == [(n, again) for n in range(4) for again in (0, 1)]
