// Node `ws` without a database: a message gets its number from memory and is gone once it was sent.
//
//     node broadcast.mjs PORT
import { serve } from './rooms.mjs'

const numbers = new Map()

serve(Number(process.argv[2]), (room) => {
  const number = (numbers.get(room) ?? 0) + 1
  numbers.set(room, number)
  return number
})
