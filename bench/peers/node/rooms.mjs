// What both Node peers share: sockets in rooms, and the few frames of the measurement.
//
// A socket says in its address who it is and which room it is in, `hello` is answered with `welcome`, and a message is
// encoded once and handed to every member as bytes.
import { WebSocketServer } from 'ws'

/** `store(room, message)` answers with the message's number in its room, once it is where it has to be. */
export function serve(port, store) {
  const rooms = new Map()
  const server = new WebSocketServer({ host: '127.0.0.1', port, perMessageDeflate: false })
  server.on('connection', (socket, request) => {
    const asked = new URL(request.url, 'http://localhost').searchParams
    const room = asked.get('room')
    const sender = asked.get('person')
    const members = rooms.get(room) ?? new Set()
    rooms.set(room, members.add(socket))
    socket.on('close', () => members.delete(socket))
    socket.on('message', async (data) => {
      const { type, ref, client_id, body } = JSON.parse(data)
      if (type === 'hello') return socket.send('{"type":"welcome"}')
      const message = { room, sender, client_id, body, created_at: new Date().toISOString() }
      try {
        message.seq = await store(room, message)
      } catch (problem) {
        return socket.send(JSON.stringify({ type: 'error', ref, message: problem.message }))
      }
      const changes = { type: 'changes', from: message.seq - 1, to: message.seq, room, messages: [message] }
      const encoded = Buffer.from(JSON.stringify(changes))
      for (const member of members) member.send(encoded, { binary: false })
      socket.send(JSON.stringify({ type: 'ok', ref, result: { room, seq: message.seq, client_id } }))
    })
  })
}
