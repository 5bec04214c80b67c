"""Signing in at a provider: the way there and back.

The browser holds one random token in a cookie, and the database its hash. What goes to the provider is made of that
token: `state` and `nonce`, which come back, and the verifier of PKCE, which shows that the same browser asks. So an
answer that was begun in another browser, or by another person, leads nowhere.
"""

import base64
import hashlib
import hmac

from parley.actions import admission
from parley.actions.context import Context
from parley.actions.names import clean_person_name, handle_from
from parley.actions.server import domains_of, registration_of
from parley.admission_policies import is_of_domains, may_register
from parley.basics.ids import new_token, token_hash
from parley.errors import Forbidden, Gone, Invalid, NotFound, ParleyError, Unavailable
from parley.outside.id_tokens import Identity, ProviderError, Refusal
from parley.outside.providers import Provider
from parley.protocol.providers import (
    Arrival,
    BeginProvider,
    CheckProviders,
    FinishProvider,
    ProviderAddress,
    ProviderState,
    ProviderStates,
)
from parley.speech.sentences import say, translated
from parley.standing import Standing
from parley.store import groups, identities, people, visits
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction, write_alone

# Handles like one that is taken: ada, ada2, ada3.
TRIES = 20


async def begin(ctx: Context, command: BeginProvider) -> ProviderAddress:
    provider = configured(ctx, command.provider)
    visit = new_token()
    try:
        url = await provider.address(state=_state(visit), nonce=_nonce(visit), verifier=_verifier(visit))
    except ProviderError as problem:
        raise _unavailable(provider, problem) from problem

    async def work(tx: WriteTransaction) -> None:
        await visits.begin(tx, token_hash(visit), command.provider)

    await write_alone(ctx.writer, (), work)
    return ProviderAddress(url=url, visit=visit)


async def finish(ctx: Context, command: FinishProvider) -> Arrival:
    visit, row = await _visit_of(ctx)
    # Nothing is used up by an answer that is not for this browser: anybody can send somebody to this page.
    if row.returned_at is not None or not hmac.compare_digest(command.state, _state(visit)):
        raise lost()
    provider = configured(ctx, row.provider)

    async def claim(tx: WriteTransaction) -> bool:
        return await visits.answer(tx, row.token_hash)

    if not await write_alone(ctx.writer, (), claim):
        raise lost()
    identity = await _identified(ctx, provider, command, visit)

    async def prove(tx: WriteTransaction) -> None:
        await visits.prove(
            tx,
            row.token_hash,
            issuer=identity.issuer,
            subject=identity.subject,
            email=identity.email,
            name=identity.name,
            username=identity.username,
        )

    await write_alone(ctx.writer, (), prove)
    return await _arrival(ctx, provider, identity, command.invitation)


async def check(ctx: Context, _: CheckProviders) -> ProviderStates:
    async def allowed(_: Transaction, __: Standing) -> None:
        return None

    await ctx.read(allowed)
    return ProviderStates(providers=[await _state_of(one) for one in ctx.services.providers.values()])


def configured(ctx: Context, id_: str) -> Provider:
    provider = ctx.services.providers.get(id_)
    if provider is None:
        raise NotFound("This server has no such provider. Choose another way to sign in.", field="provider")
    return provider


async def proven(ctx: Context) -> Row:
    """The visit of this browser, once the provider has shown who is there."""
    _, row = await _visit_of(ctx)
    if row.subject is None:
        raise lost()
    return row


async def refusal_of(tx: Transaction, ctx: Context, row: Identity | Row, *, is_invited: bool) -> ParleyError | None:
    """Why this identity may not have an account made for it."""
    registration, domains = await registration_of(tx, ctx.services.settings), await domains_of(tx)
    has_address = is_of_domains(row.email, domains)
    is_set_up = await people.any_person(tx)
    return may_register(registration, is_set_up=is_set_up, is_invited=is_invited, has_address=has_address)


def lost() -> ParleyError:
    """One answer for what another browser began, what was used, and what is over."""
    return Gone("This sign-in has run out, or was begun in another browser. Begin again.", reason="spent visit")


async def _visit_of(ctx: Context) -> tuple[str, Row]:
    visit = ctx.device.visit
    row = None if not visit else await ctx.database.read(visits.live, token_hash(visit), ctx.now())
    if visit is None or row is None:
        raise lost()
    return visit, row


async def _identified(ctx: Context, provider: Provider, command: FinishProvider, visit: str) -> Identity:
    try:
        return await provider.identify(command.code, issuer=command.iss, nonce=_nonce(visit), verifier=_verifier(visit))
    except Refusal as problem:
        why = str(problem)

        async def record(tx: WriteTransaction) -> None:
            await ctx.audit(tx, "provider.finish", person=None, provider=provider.config.id, refused=why)

        await write_alone(ctx.writer, (), record)
        name = provider.config.name
        raise Forbidden(
            say(
                "{name} did not show who you are. Begin again; if it stays like that, tell an administrator.", name=name
            ),
            reason=why,
        ) from problem
    except ProviderError as problem:
        raise _unavailable(provider, problem) from problem


async def _arrival(ctx: Context, provider: Provider, identity: Identity, invitation: str | None) -> Arrival:
    async def work(tx: Transaction) -> Arrival:
        known = await identities.of(tx, issuer=identity.issuer, subject=identity.subject)
        refused = None
        if known is None:
            is_invited = invitation is not None and await _works(tx, ctx, invitation)
            refused = await refusal_of(tx, ctx, identity, is_invited=is_invited)
            if refused is None and identity.email is not None and await people.by_email(tx, identity.email) is not None:
                refused = has_account(provider.config.name, identity.email)
        may_come = known is None and refused is None
        return Arrival(
            provider=provider.config.id,
            provider_name=provider.config.name,
            is_known=known is not None,
            email=identity.email,
            # People who may not register must not learn which handles are taken.
            handle=await _free_handle(tx, identity.username) if may_come else "",
            name=_name_from(identity),
            refusal=None if refused is None else translated(refused.message, ctx.language),
        )

    return await ctx.database.read(work)


def has_account(provider: str, email: str) -> ParleyError:
    """Not signed in by the address alone: that another provider vouches for it is no proof for this account's owner."""
    return Forbidden(
        say(
            "An account here has the address {email} already. If it is yours, sign in as before, and link "
            "{provider} in Settings, Account.",
            email=email,
            provider=provider,
        )
    )


async def _works(tx: Transaction, ctx: Context, invitation: str) -> bool:
    try:
        await admission.working(tx, await admission.by_token(tx, invitation), ctx.now())
    except Gone:
        return False
    return True


async def _free_handle(tx: Transaction, username: str) -> str:
    wanted = handle_from(username)
    for number in range(1, TRIES + 1):
        handle = wanted if number == 1 else f"{wanted[:28].rstrip('._-')}{number}"
        if wanted and await people.by_handle(tx, handle) is None and not await groups.keeps(tx, handle):
            return handle
    return ""


def _name_from(identity: Identity) -> str:
    for text in (identity.name, identity.username.partition("@")[0]):
        try:
            return clean_person_name(text)
        except Invalid:
            continue
    return ""


async def _state_of(provider: Provider) -> ProviderState:
    problem = await provider.problem()
    return ProviderState(
        id=provider.config.id,
        name=provider.config.name,
        issuer=provider.config.issuer,
        client_id=provider.config.client_id,
        redirect_uri=provider.redirect_uri,
        problem=None if problem is None else f"{problem[:1].upper()}{problem[1:].rstrip('.')}.",
    )


def _unavailable(provider: Provider, problem: ProviderError) -> Unavailable:
    return Unavailable(
        say(
            "{provider} cannot be asked just now. Try again in a moment, or sign in another way.",
            provider=provider.config.name,
        ),
        retry_after_ms=10_000,
        reason=str(problem),
    )


def _state(visit: str) -> str:
    return _made_of(visit, "state")


def _nonce(visit: str) -> str:
    return _made_of(visit, "nonce")


def _verifier(visit: str) -> str:
    return _made_of(visit, "verifier")


def _made_of(visit: str, purpose: str) -> str:
    """43 characters, as PKCE wants them. None of these leads back to the token, or to another of them."""
    digest = hmac.digest(visit.encode(), f"parley/provider/{purpose}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
