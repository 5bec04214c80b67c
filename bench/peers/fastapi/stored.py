"""FastAPI + SQLAlchemy (async, asyncpg) + PostgreSQL: each message in a session and a transaction of its own.

python -m uvicorn stored:app --port PORT     with PEER_DATABASE_URL in the environment
"""

import json
import os
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from sqlalchemy import BigInteger, DateTime, ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

url = os.environ["PEER_DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://")
engine = create_async_engine(url, pool_size=20, max_overflow=0)
sessions = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Room(Base):
    __tablename__ = "rooms"

    id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)


class Message(Base):
    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("room", "sender", "client_id"),)

    room: Mapped[str] = mapped_column(ForeignKey("rooms.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    sender: Mapped[str]
    client_id: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)
members: defaultdict[str, set[WebSocket]] = defaultdict(set)


@app.websocket("/ws")
async def chat(socket: WebSocket, room: str, person: str) -> None:
    await socket.accept()
    members[room].add(socket)
    try:
        while True:
            await answer(socket, json.loads(await socket.receive_text()), room, person)
    except (RuntimeError, WebSocketDisconnect):
        pass
    finally:
        members[room].discard(socket)


async def answer(socket: WebSocket, frame: dict[str, str], room: str, person: str) -> None:
    if frame["type"] == "hello":
        await socket.send_text('{"type":"welcome"}')
        return
    message = await store(room, person, frame)
    shown = {name: getattr(message, name) for name in ("room", "seq", "sender", "client_id", "body")}
    shown["created_at"] = message.created_at.isoformat()
    changes = {"type": "changes", "from": message.seq - 1, "to": message.seq, "room": room, "messages": [shown]}
    encoded = json.dumps(changes, separators=(",", ":"))
    for member in tuple(members[room]):
        with suppress(RuntimeError, WebSocketDisconnect):  # one who has just gone takes no other along
            await member.send_text(encoded)
    result = {"room": room, "seq": message.seq, "client_id": message.client_id}
    await socket.send_text(json.dumps({"type": "ok", "ref": frame["ref"], "result": result}, separators=(",", ":")))


async def store(room: str, person: str, frame: dict[str, str]) -> Message:
    async with sessions.begin() as session:
        counted = insert(Room).values(id=room, seq=1)
        counted = counted.on_conflict_do_update(index_elements=[Room.id], set_={"seq": Room.seq + 1})
        seq = (await session.execute(counted.returning(Room.seq))).scalar_one()
        message = Message(
            room=room,
            seq=seq,
            sender=person,
            client_id=frame["client_id"],
            body=frame["body"],
            created_at=datetime.now(UTC),
        )
        session.add(message)
    return message
