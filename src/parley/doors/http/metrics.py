"""The numbers as Prometheus reads them, for a listener of their own."""

import asyncio
from collections.abc import Iterable, Iterator
from itertools import accumulate

from prometheus_client import GC_COLLECTOR, PLATFORM_COLLECTOR, PROCESS_COLLECTOR, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from parley.basics.metrics import Counter, Family, Gauge, Histogram, Metrics


def application(metrics: Metrics) -> Router:
    """Answers GET /metrics. There is no sign-in: anybody who reaches the listener may read it."""

    async def scrape(_: Request) -> Response:
        # Taken on the loop, which counts; written as text in a thread, for that takes longer than a frame may wait.
        taken = [_as_prometheus(family) for family in metrics.families()]
        text = await asyncio.to_thread(generate_latest, _Taken(taken))
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return Response(text, headers=headers, media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return Router([Route("/metrics", scrape)])


class _Taken(Collector):
    """What was taken, and what the library itself knows of the process."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        yield from self._families
        for library in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR):
            yield from library.collect()


def _as_prometheus(family: Family) -> Metric:
    match family:
        case Counter():
            return _counter(family)
        case Gauge():
            return _gauge(family)
        case Histogram():
            return _histogram(family)


def _counter(family: Counter) -> Metric:
    made = CounterMetricFamily(family.name, family.help, labels=family.labels)
    for labels, value in family.values.items():
        made.add_metric(labels, value)
    return made


def _gauge(family: Gauge) -> Metric:
    made = GaugeMetricFamily(family.name, family.help, labels=family.labels)
    for labels, value in family.values.items():
        made.add_metric(labels, value)
    return made


def _histogram(family: Histogram) -> Metric:
    made = HistogramMetricFamily(family.name, family.help, labels=family.labels)
    bounds = [*map(str, family.bounds), "+Inf"]
    for labels, series in family.series.items():
        cumulative: Iterable[int] = accumulate(series.counts)
        made.add_metric(labels, list(zip(bounds, cumulative, strict=True)), series.sum)
    return made
