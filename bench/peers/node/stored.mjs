// Node `ws` + PostgreSQL through `pg`: each message in one prepared statement that commits by itself, on a pool.
//
//     node stored.mjs PORT DATABASE_URL
import pg from 'pg'
import { serve } from './rooms.mjs'

const pool = new pg.Pool({ connectionString: process.argv[3], max: 20 })

await pool.query(`
  CREATE TABLE rooms (id text PRIMARY KEY, seq bigint NOT NULL);
  CREATE TABLE messages (
    room text NOT NULL REFERENCES rooms, seq bigint NOT NULL, sender text NOT NULL, client_id text NOT NULL,
    body text NOT NULL, created_at timestamptz NOT NULL,
    PRIMARY KEY (room, seq), UNIQUE (room, sender, client_id)
  )`)

const text = `
  WITH head AS (
    INSERT INTO rooms (id, seq) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET seq = rooms.seq + 1 RETURNING id, seq
  )
  INSERT INTO messages (room, seq, sender, client_id, body, created_at)
  SELECT id, seq, $2, $3, $4, $5 FROM head RETURNING seq`

serve(Number(process.argv[2]), async (room, { sender, client_id, body, created_at }) => {
  const values = [room, sender, client_id, body, created_at]
  const { rows } = await pool.query({ name: 'send', text, values })
  return Number(rows[0].seq)
})
