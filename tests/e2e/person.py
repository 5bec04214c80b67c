"""Somebody at a browser of their own."""

import re
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, expect

PASSWORD = "correct horse battery"


class Person:
    """What people do and see, in their words. Everything waits until it is so, or fails."""

    def __init__(self, name: str, page: Page, url: str) -> None:
        self.name = name
        self.page = page
        self.url = url
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def handle(self) -> str:
        return self.name.lower()

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile("^Message "))

    @property
    def timeline(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def rooms(self) -> Locator:
        return self.page.get_by_role("navigation", name="Rooms")

    @property
    def account(self) -> str:
        """The name of the button that opens one's own menu."""
        return f"{self.name} @{self.handle} account"

    @property
    def messages(self) -> Locator:
        return self.timeline.locator("article .text")

    async def set_up(self, link: str) -> None:
        await self.page.goto(link)
        await self._fill_account("Set up Parley")

    async def register(self) -> None:
        await self.page.goto(f"{self.url}/register")
        await self._fill_account("Create account")

    async def be_owner(self, link: str) -> None:
        """As after setting up by hand, which takes three pages more."""
        await self._have_account("/api/setup", token=link.partition("#")[2])

    async def be_member(self) -> None:
        """As after registering by hand."""
        await self._have_account("/api/accounts")

    async def open_room(self, slug: str) -> None:
        await self.page.goto(f"{self.url}/r/{slug}")
        await expect(self.composer).to_be_visible()
        await expect(self.timeline).to_be_visible()

    async def sign_in(self, password: str = PASSWORD) -> None:
        await self.page.get_by_label("Handle").fill(self.handle)
        await self.page.get_by_label("Password").fill(password)
        await self.page.keyboard.press("Enter")

    async def create_room(self, name: str) -> None:
        await self.rooms.get_by_role("button", name="Create a room", exact=True).click()
        await self.page.get_by_label("Name").fill(name)
        await self.page.get_by_role("button", name="Create room").click()
        await self.is_in(name)
        await expect(self.timeline).to_be_visible()

    async def is_in(self, name: str) -> None:
        """The room that was open before may be for a moment longer, and what is written then is said there."""
        await expect(self.page.get_by_role("textbox", name=f"Message {name}", exact=True)).to_be_visible()

    async def join(self, slug: str) -> None:
        await self.page.goto(f"{self.url}/r/{slug}")
        await self.page.get_by_role("button", name="Join room").click()
        await expect(self.composer).to_be_visible()
        await expect(self.timeline).to_be_visible()

    async def say(self, text: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def sees(self, *texts: str) -> None:
        """These messages and no others, in this order."""
        await expect(self.messages).to_have_text(list(texts))

    def message(self, seq: int) -> Locator:
        """The message at this place, whatever it says."""
        return self.timeline.locator(f"article[data-seq='{seq}']")

    async def has_read(self, seq: int) -> None:
        """A page that is loaded anew before that opens at the first message that is unread, and not at the end."""
        await expect(self.message(seq)).to_be_in_viewport()
        await self.call("POST", f"/api/rooms/{await self.room_id()}/read", generation=0, seq=seq)

    async def delete(self, seq: int) -> None:
        await self.message(seq).hover()
        await self.message(seq).get_by_role("button", name="Delete message").click()
        await expect(self.message(seq)).to_contain_text("Message deleted")

    async def open_settings(self) -> Locator:
        title = self.page.get_by_role("heading", level=1).get_by_role("button")
        if await title.get_attribute("aria-expanded") != "true":
            await title.click()
        await self.page.get_by_role("button", name="Room settings").click()
        form = self.page.get_by_role("form", name="Room settings")
        await expect(form).to_be_visible()
        return form

    async def choose(self, menu: str, item: str) -> None:
        """An item of a menu, both by their names."""
        await self.page.get_by_role("button", name=menu).click()
        await self.page.get_by_role("menu").get_by_text(item, exact=True).click()

    async def sign_out(self) -> None:
        await self.choose(self.account, "Sign out")
        await self.page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
        await expect(self.page.get_by_label("Password")).to_be_visible()

    async def leave_room(self) -> None:
        await self.choose("More about this room", "Leave room")
        await self.page.get_by_role("dialog").get_by_role("button", name="Leave room").click()

    async def is_connected(self) -> None:
        """Everything said has been taken by the server."""
        await expect(self.page.get_by_title(re.compile("Waiting to be sent|Being saved"))).to_have_count(0)

    async def call(self, method: str, path: str, **data: object) -> Any:
        """Straight to the API, with this browser's session."""
        answer = await self.context.request.fetch(
            self.url + path, method=method, headers={"Origin": self.url}, data=data or None
        )
        assert answer.ok, await answer.text()
        return await answer.json()

    async def room_id(self) -> str:
        rooms = (await self.call("GET", "/api/rooms"))["rooms"]
        return str(rooms[0]["id"])

    async def history(self) -> list[str]:
        """Every message of the room, as the server has them."""
        room, before, texts = await self.room_id(), "", list[str]()
        while page := (await self.call("GET", f"/api/rooms/{room}/messages?limit=200{before}"))["messages"]:
            texts = [message["body"] for message in page] + texts
            before = f"&before={page[0]['seq']}"
        return texts

    async def fill_room(self, count: int, first: int = 1) -> None:
        room = await self.room_id()
        for number in range(first, first + count):
            body = f"message {number}" + "\n\nwith more to say" * (number % 4)
            await self.call("POST", f"/api/rooms/{room}/messages", client_id=f"fill-{number}", body=body)

    async def _have_account(self, path: str, **fields: str) -> None:
        about = {"handle": self.handle, "name": self.name, "password": PASSWORD, "client_id": self.handle}
        session = await self.call("POST", path, **about, **fields, deliver="cookie")
        # The page looks here whether it may be signed in, for no script sees the cookie.
        await self.page.goto(f"{self.url}/livez")
        await self.page.evaluate("id => localStorage.setItem('parley.signed-in', id)", session["me"]["id"])

    async def _fill_account(self, button: str) -> None:
        await self.page.get_by_label("Your name").fill(self.name)
        await self.page.get_by_label("Password").fill(PASSWORD)
        await self.page.get_by_role("button", name=button).click()
        await expect(self.rooms).to_be_visible()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)
