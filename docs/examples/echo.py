"""Answers what others say in a room. PARLEY_URL, PARLEY_HANDLE and PARLEY_PASSWORD say where and as whom."""

import asyncio
import os

from parley.client import Parley


async def main() -> None:
    async with Parley(os.environ["PARLEY_URL"]) as chat:
        me = (await chat.sign_in(os.environ["PARLEY_HANDLE"], os.environ["PARLEY_PASSWORD"])).me
        room = (await chat.room_join(slug=os.environ.get("PARLEY_ROOM", "lobby"))).room
        async for message in chat.messages(room.id):
            print(f"{chat.state.people[message.sender].name}: {message.body}", flush=True)
            if message.sender != me.id:
                await chat.message_send(room=room.id, body=f"echo: {message.body}")


asyncio.run(main())
