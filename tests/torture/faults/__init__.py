"""Every fault there is, by its number: what breaks, where it can, and how it is done."""

from tests.torture.faults import bus, clocks, database, disk, hostile, network, people, processes
from tests.torture.faults.fault import Fault

ALL: tuple[Fault, ...] = (
    *processes.FAULTS,
    *bus.FAULTS,
    *database.FAULTS,
    *network.FAULTS,
    *disk.FAULTS,
    *clocks.FAULTS,
    *people.FAULTS,
    *hostile.FAULTS,
)
