from parley.guard.seals import Seals

NOW = Seals(b"the secret")
NEXT = Seals(b"another secret", before=b"the secret")
AFTER = Seals(b"another secret")


def test_it_opens_for_the_person_for_whom_it_was_sealed() -> None:
    sealed = NOW.sealed(b"hidden", whose=7)
    assert b"hidden" not in sealed
    assert NOW.opened(sealed, whose=7) == b"hidden"
    assert NOW.opened(sealed, whose=8) is None


def test_the_same_is_sealed_differently_each_time() -> None:
    assert NOW.sealed(b"hidden", whose=7) != NOW.sealed(b"hidden", whose=7)


def test_what_was_touched_does_not_open() -> None:
    sealed = NOW.sealed(b"hidden", whose=7)
    for wrong in (b"", b"x", sealed[:-1], sealed + b"x", bytes([sealed[0] ^ 1]) + sealed[1:]):
        assert NOW.opened(wrong, whose=7) is None


def test_while_the_secret_is_changed_the_one_before_opens_and_is_replaced() -> None:
    sealed = NOW.sealed(b"hidden", whose=7)
    assert NEXT.opened(sealed, whose=7) == b"hidden"
    assert AFTER.opened(sealed, whose=7) is None
    fresh = NEXT.sealed_anew(sealed, whose=7)
    assert fresh is not None
    assert AFTER.opened(fresh, whose=7) == b"hidden"
    assert NEXT.sealed_anew(fresh, whose=7) is None
    assert NEXT.sealed_anew(b"nonsense", whose=7) is None
    assert NOW.sealed_anew(sealed, whose=7) is None
