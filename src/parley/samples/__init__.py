"""People, rooms and talk that never were: pure functions of numbers and a seed, for `parley populate`."""
