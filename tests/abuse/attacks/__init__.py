"""Every attack there is, by its name."""

from tests.abuse.attacks import connections, floods, nonsense, reading, writing
from tests.abuse.attacks.attack import Attack

ALL: tuple[Attack, ...] = (
    *reading.ATTACKS,
    *floods.ATTACKS,
    *nonsense.ATTACKS,
    *connections.ATTACKS,
    *writing.ATTACKS,
)
BY_NAME = {attack.name: attack for attack in ALL}
