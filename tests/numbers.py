"""What a server counts, scraped as Prometheus does it."""

import asyncio
from collections.abc import Callable

import httpx2
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from parley.settings import Settings
from tests.cast import NO_CERTIFICATES, PATIENCE


class Numbers:
    """One scrape."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.families: dict[str, Metric] = {family.name: family for family in text_string_to_metric_families(text)}

    def __call__(self, name: str, **labels: str) -> float:
        """The sum of a sample's values wherever these labels have these values."""
        found = [
            sample.value
            for family in self.families.values()
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        ]
        assert found, f"there is no {name} {labels}"
        return sum(found)

    def samples(self) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
        """What there is a number for."""
        return {
            (sample.name, tuple(sorted(sample.labels.items())))
            for family in self.families.values()
            for sample in family.samples
        }

    def slower_than(self, name: str, seconds: float, **labels: str) -> float:
        """How many values of a histogram were above a bound."""
        return self(f"{name}_count", **labels) - self(f"{name}_bucket", le=str(seconds), **labels)


async def get(settings: Settings, path: str = "/metrics", method: str = "GET") -> httpx2.Response:
    async with httpx2.AsyncClient(timeout=PATIENCE, verify=NO_CERTIFICATES) as http:
        return await http.request(method, f"http://127.0.0.1:{settings.metrics_port + settings.worker}{path}")


async def scrape(settings: Settings) -> Numbers:
    response = await get(settings)
    assert response.status_code == 200
    return Numbers(response.text)


async def scrape_until(settings: Settings, arrived: Callable[[Numbers], bool]) -> Numbers:
    """The first scrape that shows it."""
    async with asyncio.timeout(PATIENCE * 2):
        while not arrived(numbers := await scrape(settings)):  # noqa: ASYNC110 - only asking tells
            await asyncio.sleep(0.05)
    return numbers
