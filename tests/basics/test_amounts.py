import pytest

from parley.basics.amounts import count, rate


@pytest.mark.parametrize(("text", "expected"), [("20/5", (20, 5)), ("10/0.2", (10, 0.2)), ("off", None)])
def test_a_rate_is_a_burst_and_what_comes_back_in_a_second(text: str, expected: tuple[float, float] | None) -> None:
    assert rate(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("20", 20), ("1", 1), ("off", None)])
def test_a_count_is_a_number_of_things(text: str, expected: int | None) -> None:
    assert count(text) == expected


@pytest.mark.parametrize("text", ["", "20", "0/5", "20/0", "20/5/1", "-1/5", "twenty/5", "Off", "20/5 "])
def test_what_is_no_rate_is_told_how_one_is_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"write burst/per second, such as 20/5, or off"):
        rate(text)


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "many", "Off", "1e3", "20 "])
def test_what_is_no_count_is_told_how_one_is_written(text: str) -> None:
    with pytest.raises(ValueError, match="such as 20, or off"):
        count(text)
