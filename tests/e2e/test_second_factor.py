"""Signing in with a passkey, and with an authenticator app's code after the password."""

import re
import time

import pyotp
import pytest
from playwright.async_api import CDPSession, Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_safety import has_no_violations

WRONG = "This code is wrong, or has been used."

# How often the page has asked the browser for a passkey.
COUNT_ASKED = """window.asked = 0
const get = CredentialsContainer.prototype.get
CredentialsContainer.prototype.get = function (options) { window.asked++; return get.call(this, options) }"""

pytestmark = pytest.mark.asyncio(loop_scope="session")


def button(person: Person, name: str) -> Locator:
    return person.page.get_by_role("button", name=name, exact=True)


def title(person: Person, name: str) -> Locator:
    return person.page.get_by_role("heading", level=1, name=name, exact=True)


def section(person: Person, name: str) -> Locator:
    return person.page.get_by_role("region", name=name, exact=True)


async def give_device(person: Person) -> tuple[CDPSession, str]:
    """A device that keeps passkeys, and whose owner shows a finger whenever it asks."""
    devices = await person.context.new_cdp_session(person.page)
    await devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = await devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices, str(added["authenticatorId"])


async def chooses(devices: CDPSession, device: str, *, at_once: bool) -> None:
    await devices.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": device, "enabled": at_once})


async def open_security(person: Person) -> None:
    await person.page.goto(f"{person.url}/settings/security")
    await expect(section(person, "Passkeys")).to_be_visible()


async def add_passkey(person: Person, name: str) -> None:
    await open_security(person)
    await button(person, "Add a passkey").click()
    await person.page.get_by_label("Name of the passkey").fill(name)
    await has_no_violations(person)
    await button(person, "Add passkey").click()
    await expect(section(person, "Passkeys").get_by_role("listitem")).to_contain_text([name])


async def set_up_app(person: Person) -> tuple[str, list[str]]:
    """From a page or a dialog that offers it: the secret, and the recovery codes."""
    await button(person, "Go on").click()
    await expect(person.page.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    secret = (await person.page.get_by_label("Key", exact=True).inner_text()).replace(" ", "")
    field = person.page.get_by_label("Code from your app")
    await expect(field).to_be_focused()
    await has_no_violations(person)
    await field.fill("000000")
    await button(person, "Confirm").click()
    await expect(person.page.get_by_text("This code is wrong.")).to_be_visible()
    await field.fill(code_of(secret))
    await button(person, "Confirm").click()
    codes = person.page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    await expect(codes).to_have_count(10)
    await has_no_violations(person)
    recovery = await codes.all_inner_texts()
    await button(person, "I have kept them").click()
    return secret, recovery


def code_of(secret: str, *, ahead: int = 0) -> str:
    """The one of half a minute ahead is good already, and no earlier one once it has been used."""
    return pyotp.TOTP(secret).at(int(time.time()) + ahead)


async def take_first_step(person: Person) -> None:
    await person.page.goto(f"{person.url}/sign-in")
    await person.sign_in()
    await expect(title(person, "One more step")).to_be_visible()


async def type_code(person: Person, code: str) -> None:
    await person.page.get_by_label("Code from your app").fill(code)
    await button(person, "Sign in").click()


async def type_recovery_code(person: Person, code: str) -> None:
    await button(person, "Use a recovery code").click()
    await person.page.get_by_label("Recovery code", exact=True).fill(code)
    await button(person, "Sign in").click()


async def test_a_passkey_is_added_and_signs_in_without_a_name(ada: Person) -> None:
    # As in a browser that offers no passkeys below the field for the handle.
    await ada.context.add_init_script("delete PublicKeyCredential.isConditionalMediationAvailable")
    await give_device(ada)
    await add_passkey(ada, "Laptop")
    await has_no_violations(ada)
    assert ada.complaints == []
    await ada.page.goto(f"{ada.url}/r/lobby")
    await ada.sign_out()
    await has_no_violations(ada)
    await button(ada, "Sign in with a passkey").click()
    await ada.is_in("Lobby")
    await open_security(ada)
    mine = section(ada, "Passkeys").get_by_role("listitem")
    await expect(mine).to_contain_text("last used")

    await button(ada, "Rename Laptop").click()
    await ada.page.get_by_label("Name of the passkey").fill("Old laptop")
    await button(ada, "Rename").click()
    await expect(mine).to_contain_text("Old laptop")
    await button(ada, "Remove Old laptop").click()
    await button(ada, "Remove").click()
    await expect(mine).to_have_count(0)

    await ada.page.goto(f"{ada.url}/r/lobby")
    await ada.sign_out()
    await button(ada, "Sign in with a passkey").click()
    await expect(ada.page.get_by_text("This passkey was not accepted")).to_be_visible()


async def test_the_field_for_the_handle_offers_passkeys(ada: Person) -> None:
    devices, device = await give_device(ada)
    await add_passkey(ada, "Laptop")
    await chooses(devices, device, at_once=False)
    await ada.page.goto(f"{ada.url}/r/lobby")
    await ada.sign_out()
    await expect(ada.page.get_by_label("Handle")).to_have_attribute("autocomplete", "username webauthn")
    await expect(button(ada, "Sign in with a passkey")).to_be_visible()
    # The browser of the tests shows no list: it chooses the only passkey as soon as a page asks for one.
    await chooses(devices, device, at_once=True)
    await ada.page.goto(f"{ada.url}/r/lobby")
    await ada.is_in("Lobby")


async def test_the_button_and_the_password_work_while_the_field_offers_passkeys(ada: Person) -> None:
    await ada.context.add_init_script(COUNT_ASKED)
    devices, device = await give_device(ada)
    await add_passkey(ada, "Laptop")
    for way in ("button", "password"):
        await chooses(devices, device, at_once=False)
        await ada.page.goto(f"{ada.url}/r/lobby")
        await ada.sign_out()
        await expect(button(ada, "Sign in with a passkey")).to_be_visible()
        if way == "button":
            # What the page has asked for already is not answered any more.
            await ada.page.wait_for_function("window.asked > 0")
            await chooses(devices, device, at_once=True)
            await button(ada, "Sign in with a passkey").click()
        else:
            await ada.sign_in()
        await ada.is_in("Lobby")


async def test_a_device_that_does_not_know_its_owner_makes_no_passkey(ada: Person) -> None:
    devices, device = await give_device(ada)
    await devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    await open_security(ada)
    await button(ada, "Add a passkey").click()
    await button(ada, "Add passkey").click()
    await expect(ada.page.get_by_text("That was cancelled, or took too long.")).to_be_visible()
    await button(ada, "Cancel").click()
    await expect(button(ada, "Add a passkey")).to_be_focused()


async def test_a_code_comes_after_the_password_and_works_once(ada: Person, arrive: Arrive) -> None:
    await open_security(ada)
    await button(ada, "Set up an app").click()
    secret, _ = await set_up_app(ada)
    await expect(section(ada, "Authenticator app")).to_contain_text("10 recovery codes are left.")
    await has_no_violations(ada)

    again = await arrive("Ada")
    await take_first_step(again)
    await has_no_violations(again)
    await type_code(again, "000000")
    await expect(again.page.get_by_text(WRONG)).to_be_visible()
    # Pasted as apps show it.
    used = code_of(secret, ahead=30)
    await type_code(again, f"{used[:3]} {used[3:]}")
    await again.is_in("Lobby")

    third = await arrive("Ada")
    await take_first_step(third)
    await type_code(third, used)
    await expect(third.page.get_by_text(WRONG)).to_be_visible()

    await button(ada, "Turn off").click()
    await ada.page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    await expect(button(ada, "Set up an app")).to_be_visible()
    await third.page.get_by_role("link", name="Sign in another way").click()
    await third.sign_in()
    await third.is_in("Lobby")


async def test_a_recovery_code_works_once_and_a_step_five_times(ada: Person, arrive: Arrive) -> None:
    await open_security(ada)
    await button(ada, "Set up an app").click()
    _, recovery = await set_up_app(ada)

    again = await arrive("Ada")
    await take_first_step(again)
    await again.page.reload()  # a phone drops the page while its owner looks for the codes
    await type_recovery_code(again, recovery[0].lower())
    await again.is_in("Lobby")

    third = await arrive("Ada")
    await take_first_step(third)
    await type_recovery_code(third, recovery[0])
    await expect(third.page.get_by_text(WRONG)).to_be_visible()
    await has_no_violations(third)
    for _ in range(5):
        async with third.page.expect_response("**/api/sessions/confirm"):
            await button(third, "Sign in").click()
        await expect(button(third, "Signing in…")).to_have_count(0)
    await expect(title(third, "Begin again")).to_be_visible()


async def test_people_without_a_required_second_factor_set_one_up_first(ada: Person, bob: Person) -> None:
    await open_security(ada)
    await button(ada, "Set up an app").click()
    await set_up_app(ada)
    await ada.page.goto(f"{ada.url}/settings/sign-in")
    await ada.page.get_by_role("group", name="Who must have a second factor").get_by_text("Everybody").click()
    await has_no_violations(ada)
    await button(ada, "Require it").click()
    await expect(ada.page.get_by_text("Saved.")).to_be_visible()

    # Bob is signed out at once.
    await expect(bob.page.get_by_text("Your session has ended.")).to_be_visible()
    await bob.sign_in()
    await expect(title(bob, "Set up a second factor")).to_be_visible()
    await has_no_violations(bob)
    await bob.page.goto(f"{bob.url}/r/lobby")
    await bob.sign_in()
    await expect(title(bob, "Set up a second factor")).to_be_visible()
    await button(bob, "Set up an authenticator app").click()
    await set_up_app(bob)
    await bob.is_in("Lobby")
    await bob.say("safe now")
    await bob.sees("safe now")

    # He loses it, and an administrator helps.
    await ada.page.goto(f"{ada.url}/settings/people")
    await button(ada, "What to do about Bob").click()
    await ada.page.get_by_role("menu").get_by_text("Reset second factor").click()
    await button(ada, "Reset").click()
    await expect(ada.page.get_by_text("Bob has no second factor any more.")).to_be_visible()
    await expect(bob.page.get_by_text("Your session has ended.")).to_be_visible()
    await give_device(bob)
    await bob.sign_in()
    await button(bob, "Add a passkey").click()
    await button(bob, "Add passkey").click()
    await bob.is_in("Lobby")
