"""The server itself, as anybody may see it, and what its administrators choose for all."""

from collections.abc import Mapping
from typing import Any

from parley import __version__
from parley.actions.context import Context, Services
from parley.actions.names import clean_name
from parley.actions.server_name import name_in, name_of
from parley.basics.ids import new_id
from parley.changes import THE_SERVER
from parley.errors import Conflict, Forbidden, Invalid
from parley.protocol.messages import BODY_LIMIT
from parley.protocol.receipts import SetReceipts
from parley.protocol.second_factor import SetSecondFactor
from parley.protocol.server import GetServer, OfferedProvider, Registration, ServerInfo, SetRegistration, SetServerName
from parley.settings import Settings
from parley.standing import Standing
from parley.store import factors, facts, jobs, people, receipts
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

# Of the domains in an audit row.
MOST_TOLD = 2_000


async def get(ctx: Context, _: GetServer) -> ServerInfo:
    async def work(tx: Transaction) -> ServerInfo:
        return await server_info(tx, ctx.services, is_set_up=await people.any_person(tx))

    return await ctx.database.read(work)


async def set_registration(ctx: Context, command: SetRegistration) -> ServerInfo:
    domains = sorted(set(command.domains)) if command.registration == "domains" else []

    async def work(tx: WriteTransaction, _: Standing) -> ServerInfo:
        if ctx.services.settings.registration != "chosen":
            raise Forbidden("The setting PARLEY_REGISTRATION says this. Take it out of the settings to choose here.")
        _refuse_empty(ctx, command, domains)
        before, were = await registration_of(tx, ctx.services.settings), await domains_of(tx)
        if command.registration != before or (domains and domains != were):
            await facts.put(tx, facts.REGISTRATION, command.registration)
            told: dict[str, Any] = {"domains": " ".join(domains)[:MOST_TOLD]} if domains else {}
            await ctx.audit(tx, "server.set_registration", before=before, after=command.registration, **told)
        if domains:
            await facts.put(tx, facts.REGISTRATION_DOMAINS, " ".join(domains))
        return await server_info(tx, ctx.services, is_set_up=True)

    return await ctx.write((THE_SERVER,), work, changes=())


async def set_second_factor(ctx: Context, command: SetSecondFactor) -> ServerInfo:
    """Those who have none are signed out by a job: there may be many."""

    async def work(tx: WriteTransaction, who: Standing) -> ServerInfo:
        before, after = await factors.rule(tx), command.second_factor
        if after != before:
            if after != "optional" and not (await factors.held(tx, who.person)).has_any:
                raise Conflict("You have no second factor yourself. Set one up first, or you would be signed out.")
            await facts.put(tx, facts.SECOND_FACTOR, after)
            await ctx.audit(tx, "server.set_second_factor", before=before, after=after)
            await jobs.add(tx, factors.ENFORCE, factors.Enforce(), key=str(new_id()), due_at=tx.now)
        return await server_info(tx, ctx.services, is_set_up=True)

    return await ctx.write((THE_SERVER,), work, changes=())


async def set_receipts(ctx: Context, command: SetReceipts) -> ServerInfo:
    async def work(tx: WriteTransaction, _: Standing) -> ServerInfo:
        if command.receipts != await receipts.are_on(tx):
            await receipts.turn(tx, on=command.receipts)
            await ctx.audit(tx, "server.set_receipts", after=command.receipts)
        return await server_info(tx, ctx.services, is_set_up=True)

    return await ctx.write((THE_SERVER,), work, changes=())


async def set_name(ctx: Context, command: SetServerName) -> ServerInfo:
    name = clean_name(command.name)

    async def work(tx: WriteTransaction, _: Standing) -> tuple[bool, ServerInfo]:
        before = await name_of(tx, ctx.services.settings)
        if is_new := name != before:
            await facts.put(tx, facts.SERVER_NAME, name)
            await ctx.audit(tx, "server.set_name", before=before, after=name)
        return is_new, await server_info(tx, ctx.services, is_set_up=True)

    is_new, info = await ctx.write((THE_SERVER,), work, changes=())
    if is_new and ctx.told_through is not None:
        ctx.live.signals.announcements.say_name(name)
    return info


async def registration_of(tx: Transaction, settings: Settings) -> Registration:
    """Who may register. The setting wins over what administrators chose."""
    return registration_in(await facts.chosen(tx), settings)


def registration_in(chosen: Mapping[str, str], settings: Settings) -> Registration:
    if settings.registration != "chosen":
        return settings.registration
    match chosen.get(facts.REGISTRATION):
        case "invitation":
            return "invitation"
        case "domains":
            return "domains"
        case "closed":
            return "closed"
        case _:
            return "open"


async def domains_of(tx: Transaction) -> list[str]:
    """Whose addresses let people register, where that is the choice. They are kept while there is another."""
    return domains_in(await facts.chosen(tx))


def domains_in(chosen: Mapping[str, str]) -> list[str]:
    return chosen.get(facts.REGISTRATION_DOMAINS, "").split()


async def server_info(tx: Transaction, services: Services, *, is_set_up: bool) -> ServerInfo:
    chosen = await facts.chosen(tx)
    registration = registration_in(chosen, services.settings)
    return ServerInfo(
        name=name_in(chosen, services.settings),
        version=__version__,
        registration=registration,
        needs_setup=not is_set_up,
        body_limit=BODY_LIMIT,
        mail=services.mail is not None,
        registration_is_set=services.settings.registration != "chosen",
        second_factor=factors.rule_in(chosen),
        registration_domains=domains_in(chosen) if registration == "domains" else [],
        providers=[OfferedProvider(id=id_, name=one.config.name) for id_, one in services.providers.items()],
        receipts=receipts.are_on_in(chosen),
        emoji=int(chosen.get(facts.EMOJI, 0)),
    )


def _refuse_empty(ctx: Context, command: SetRegistration, domains: list[str]) -> None:
    """A choice that would let nobody in, or that nobody could confirm."""
    if command.registration != "domains":
        return
    if not domains:
        raise Invalid("Name at least one domain, such as example.org.", field="domains")
    if ctx.services.mail is None:
        raise Forbidden(
            "This server sends no mail, so nobody could confirm their address. Set PARLEY_SMTP_URL first.",
            field="registration",
        )
