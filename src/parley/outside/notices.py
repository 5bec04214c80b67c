"""Letters that tell people what was done to their account, at the address that they had."""

from collections.abc import Callable

from parley.outside.letters import Draft, Link
from parley.speech.sentences import say


def password_changed(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("Your password for {server} was changed", server=server),
        say("The password of {handle} on {server} was changed.", handle=handle, server=server),
        say(
            "If that was not you, ask for a new password at once, and tell an administrator of {server}.", server=server
        ),
    )


def email_changed(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("Your address for {server} was changed", server=server),
        say(
            "{handle} on {server} uses another e-mail address now. No more letters go to this one.",
            handle=handle,
            server=server,
        ),
        say("If that was not you, tell an administrator of {server} at once.", server=server),
    )


def passkey_added(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("A passkey was added for {server}", server=server),
        say("{handle} on {server} can be signed in to with a new passkey.", handle=handle, server=server),
        say("If that was not you, remove it in the settings, and tell an administrator of {server}.", server=server),
    )


def passkey_removed(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("A passkey was removed for {server}", server=server),
        say(
            "A passkey of {handle} on {server} was removed. Nobody can sign in with it any more.",
            handle=handle,
            server=server,
        ),
        say("If that was not you, choose a new password, and tell an administrator of {server}.", server=server),
    )


def second_factor_on(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("An authenticator app was set up for {server}", server=server),
        say(
            "Signing in as {handle} on {server} asks for a code of an authenticator app from now on.",
            handle=handle,
            server=server,
        ),
        say("If that was not you, tell an administrator of {server} at once: only they can reset it.", server=server),
    )


def second_factor_off(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("Your authenticator app for {server} was turned off", server=server),
        say("Signing in as {handle} on {server} asks for no codes any more.", handle=handle, server=server),
        say("If that was not you, choose a new password, and tell an administrator of {server}.", server=server),
    )


def second_factor_reset(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("Your second factor for {server} was reset", server=server),
        say(
            "An administrator removed the authenticator app and the passkeys of {handle} on {server}.",
            handle=handle,
            server=server,
        ),
        "You were signed out everywhere. After signing in you can set up new ones.",
        say("If you did not ask for this, tell another administrator of {server}.", server=server),
    )


def recovery_code_used(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("A recovery code was used for {server}", server=server),
        say(
            "Somebody signed in as {handle} on {server} with a recovery code. It works no more.",
            handle=handle,
            server=server,
        ),
        "If that was not you, choose a new password and make new recovery codes at once.",
    )


def identity_linked(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("One more way to sign in to {server}", server=server),
        say(
            "The account of {handle} on {server} was linked with one elsewhere, with which to sign in from now on.",
            handle=handle,
            server=server,
        ),
        "If that was not you, unlink it in Settings, Account, and change your password.",
        say("Then tell an administrator of {server}.", server=server),
    )


def export_ready(to: str, server: str, handle: str, base_url: str) -> Draft:
    """The link leads to a page and not to the file: somebody who reads another's mail must not have it."""
    return Draft(
        to,
        say("Your data from {server} is ready", server=server),
        say(
            "The copy of your data that {handle} asked for on {server} is ready. You can download it for 24 hours in "
            "Settings, Account, once you are signed in.",
            handle=handle,
            server=server,
        ),
        say(
            "If you did not ask for it, change your password at once, and tell an administrator of {server}.",
            server=server,
        ),
        Link("Open the settings", f"{base_url}/settings/account"),
    )


# Letters about an account, by the names that the errands give them.
NOTICES: dict[str, Callable[[str, str, str], Draft]] = {
    "password_changed": password_changed,
    "email_changed": email_changed,
    "passkey_added": passkey_added,
    "passkey_removed": passkey_removed,
    "second_factor_on": second_factor_on,
    "second_factor_off": second_factor_off,
    "second_factor_reset": second_factor_reset,
    "recovery_code_used": recovery_code_used,
    "identity_linked": identity_linked,
}


def notice(what: str, to: str, *, server: str, handle: str, base_url: str) -> Draft:
    if what == "export_ready":
        return export_ready(to, server, handle, base_url)
    return NOTICES[what](to, server, handle)
