"""One socket: hello, catching up, live, closed.

    opened --hello--> catching up --caught up--> live --any--> closed

A command is answered exactly once. Live frames that arrive while the socket catches up are held and sent afterwards.
An error on one socket ends only that socket.
"""

import asyncio
from collections.abc import Callable, Coroutine
from time import monotonic, perf_counter
from typing import Any

from msgspec import Raw
from picows import WSFrame, WSMsgType, WSTransport

from parley.actions import sync
from parley.actions.context import Caller, Context, Device
from parley.basics.failpoints import reach
from parley.doors.edge import Edge
from parley.doors.gate import Seat
from parley.doors.refusal import refusal
from parley.doors.request import Request
from parley.doors.ws.commands import read_command, read_envelope, read_hello, read_verb, verb_of
from parley.doors.ws.inbox import Inbox
from parley.doors.ws.line import COMES_BACK, RESTARTING, SLOW, Line, State
from parley.doors.ws.outbox import Flusher
from parley.doors.ws.rfc6455 import NOT_TEXT, PROTOCOL_ERROR, answer_to_close, has_reserved_bits, is_text
from parley.doors.ws.subprotocol import is_outdated
from parley.errors import Invalid, Outdated, ParleyError, RateLimited, Unauthenticated, Unavailable
from parley.protocol.sync import Drain, Envelope, Hello, Ok, Refused
from parley.realtime.frames import encode, text_frame
from parley.realtime.hub import Hub
from parley.speech.languages import asked_for
from parley.verb import Verb

HELLO_SECONDS = 10.0
PING = b"\x89\x00"


class Connection(Line):
    """A socket's incoming side: what the client sends, and what that causes."""

    __slots__ = (
        "_caller",
        "_draining",
        "_enter",
        "_heard",
        "_hub",
        "_inbox",
        "_request",
        "_seat",
        "_tasks",
        "_unanswered",
        "is_guest",
        "session",
        "session_expires_at",
    )

    def __init__(
        self,
        request: Request,
        *,
        edge: Edge,
        hub: Hub,
        flusher: Flusher,
        tasks: set[asyncio.Task[None]],
        inbox: Inbox,
        enter: Callable[[Callable[[], None]], Seat],
    ) -> None:
        super().__init__(edge, flusher, request.address, request.language)
        self.session = 0
        self.session_expires_at = 0
        self.is_guest = False
        self._request = request
        self._hub = hub
        self._tasks = tasks
        self._inbox = inbox
        self._enter = enter
        self._caller: Caller | None = None
        self._unanswered = 0
        self._draining = False
        self._heard = True

    # What picows calls.

    def on_ws_connected(self, transport: WSTransport) -> None:
        super().on_ws_connected(transport)
        self._seat = self._enter(self._make_room)
        del self._enter
        if is_outdated(self._request.headers):
            return self._refuse(Outdated("Parley has been updated. Reload the page, or update the program."))
        silent = Unauthenticated("No hello within ten seconds.")
        self._timer = asyncio.get_running_loop().call_later(HELLO_SECONDS, self._refuse, silent)
        return None

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        self._heard = True
        if self.state is State.CLOSED:
            if frame.msg_type == WSMsgType.CLOSE:
                transport.disconnect()
            return
        if has_reserved_bits(frame):
            self._close(PROTOCOL_ERROR, "reserved bits are set, and no extension was agreed on")
            return
        too_fast = self._inbox.count(monotonic())
        if too_fast is not None:
            self._edge.services.metrics.rate_limited.add("frame")
            if self._inbox.is_flooded:
                self._refuse(too_fast)
                return
        match frame.msg_type:
            case WSMsgType.TEXT | WSMsgType.CONTINUATION:
                self._on_part(frame, too_fast)
            case WSMsgType.PING:
                self._on_ping(frame.get_payload_as_bytes(), too_fast)
            case WSMsgType.CLOSE:
                self._close(answer_to_close(frame.get_payload_as_bytes()), "")
                transport.disconnect()
            case WSMsgType.BINARY:
                self._refuse(Invalid("Frames are JSON text; this one is binary."))
            case _:
                pass  # a pong only shows that the client is there

    # What the hub and the server call.

    def beat(self, data: bytes) -> None:
        """Send a beat. Close instead if nothing came since the last one, not even a pong, or a message is stalled."""
        if not self._heard or self._inbox.is_stalled():
            self._close(SLOW, "nothing heard for too long")
        elif self.state is State.LIVE:
            self._heard = False
            self._outbox.put(data + PING)

    def _make_room(self) -> None:
        self._refuse(Unavailable("Others need the place of a socket that says no hello.", retry_after_ms=1_000))

    def end_session(self) -> None:
        self._refuse(Unauthenticated("This session has ended. Sign in again."))

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.state is State.LIVE and self._outbox.has_lost_signals():
            self._edge.tell_presence_again(self)

    def drain(self, reconnect_after_ms: int) -> None:
        """The server stops: say when to reconnect, and close as soon as every command has its answer."""
        if self.state is not State.CLOSED and not self._draining:
            self._draining = True
            self._outbox.put(text_frame(encode(Drain(reconnect_after_ms=reconnect_after_ms))))
            self._leave_if_answered()

    def _leave_if_answered(self) -> None:
        if self._draining and not self._unanswered:
            self._close(RESTARTING, "restarting")

    # Frames in.

    def _on_ping(self, payload: bytes, too_fast: RateLimited | None) -> None:
        if too_fast is None:
            self._outbox.put(b"\x8a" + bytes((len(payload),)) + payload)
        else:
            self._reply(refusal(too_fast, self.language))

    def _on_part(self, frame: WSFrame, too_fast: RateLimited | None) -> None:
        payload, is_first = frame.get_payload_as_bytes(), frame.msg_type == WSMsgType.TEXT
        try:
            message = self._inbox.take(payload, is_first=is_first, is_last=frame.fin)
            if message is None:
                return
            if is_text(message):
                self._on_message(message, read_envelope(message), too_fast)
            else:
                self._close(NOT_TEXT, "a text frame must be UTF-8")
        except ParleyError as problem:
            self._refuse(problem)  # without a ref there is no command to answer

    def _on_message(self, message: bytes, envelope: Envelope, too_fast: RateLimited | None) -> None:
        began = perf_counter()
        if envelope.type == "beat":
            return None
        if self.state is State.OPENED:
            return self._on_hello(envelope, message)
        try:
            if too_fast is not None:
                raise too_fast
            verb, ref = read_verb(envelope)
        except ParleyError as problem:
            self._edge.answered("ws", verb_of(envelope), problem.code, began)
            return self._reply(refusal(problem, self.language, envelope.ref))
        self._unanswered += 1
        return self._spawn(self._answer(verb, message, ref, began))

    def _on_hello(self, envelope: Envelope, message: bytes) -> None:
        try:
            if envelope.type != "hello":
                raise Invalid("The first frame must be `hello`.", field="type")
            hello = read_hello(message)
            if hello.language:
                self.language = asked_for(hello.language)
        except ParleyError as problem:
            return self._refuse(problem)
        self._stop_timer()
        self._seat.say_hello()
        self.state = State.CATCHING_UP
        return self._spawn(self._catch_up(hello))

    # What takes time.

    async def _answer(self, verb: Verb, message: bytes, ref: int, began: float) -> None:
        answer: Ok | Refused
        try:
            if self._caller is None:
                raise Unauthenticated("Wait for `welcome` before the first command.")
            who = str(self._caller.person)
            await self._edge.admit(verb, who)
            command = read_command(verb, message)
            device = Device(self._address, languages=self.language)
            result = await self._edge.call(verb, self._caller, command, device, socket=self)
            encoded = encode(result)
            self._edge.settle(verb, who, len(encoded))
            answer = Ok(ref=ref, result=Raw(encoded))
        except Exception as problem:  # noqa: BLE001 - whatever it was, this command must be answered
            with self._named_in_logs():
                answer = refusal(problem, self.language, ref)
        self._edge.answered("ws", verb, answer.code if isinstance(answer, Refused) else "ok", began)
        self._reply(answer)
        if isinstance(answer, Ok):
            reach("answer-queued")
        self._unanswered -= 1
        self._leave_if_answered()

    async def _catch_up(self, hello: Hello) -> None:
        """Subscribe and hold live frames, read, send what was missed, then what was held. This leaves no gap."""
        try:
            caller = await self._edge.greet(self._request, hello)
            del self._request  # else its headers and token would be kept as long as the socket lives
            if self.state is State.CLOSED:
                return None  # it disconnected meanwhile: the hub must not know it
            reach("before-catch-up")
            context = Context(self._edge.services, caller)
            self._seat.sign_in(caller.person)
            self.person, self.session = caller.person, caller.session
            self.session_expires_at = caller.session_expires_at
            self.is_guest = caller.role == "guest"
            self._hub.attach(self)
            self._hub.subscribe(self, await sync.own_rooms(context))
            welcome = await sync.welcome(context)
            is_sure = self._hub.welcomed(self, welcome)
            data = text_frame(encode(welcome))
            self._put(data)
            self._edge.settle_welcome(caller.person, len(data))
            if not is_sure:
                self._hub.subscribe(self, await sync.own_rooms(context))
            self._seat.welcome()
            self._caller = caller
            await self._outbox.drained()
            async for missed in sync.catch_up(context, welcome, hello):
                self._put(missed.data)
                await self._outbox.drained()
        except ParleyError as problem:
            return self._refuse(problem)
        except Exception as problem:  # noqa: BLE001 - this socket cannot go on; the others do
            return self._refuse(problem)
        return self._go_live()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _end(self, code: int) -> None:
        if self.state is not State.CLOSED:
            super()._end(code)
            self._seat.leave()
            self._hub.detach(self, lost=code in COMES_BACK)
