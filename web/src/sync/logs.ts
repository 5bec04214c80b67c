/** A log as the wire calls it: `room:17`, `person:5`, or `server`. */
export type LogName = string

export const SERVER_LOG: LogName = 'server'

export const roomLog = (room: string): LogName => `room:${room}`

export const personLog = (person: string): LogName => `person:${person}`

/** The id in the name of a log of a room, a thread or a person. */
export const idIn = (log: LogName): string => log.slice(log.indexOf(':') + 1)

export const isThreadLog = (log: LogName): boolean => log.startsWith('thread:')

/** The room whose log it is; none if it is another kind of log. */
export const roomIn = (log: LogName): string => (log.startsWith('room:') ? log.slice('room:'.length) : '')
