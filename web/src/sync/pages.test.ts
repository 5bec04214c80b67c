import { describe, expect, it } from 'vitest'
import type { Api, Command } from './api'
import { apply, applyPage } from './apply'
import { createPages } from './pages'
import { NOTHING_KNOWN } from './state'
import { createClientStore } from './store'
import { LOBBY, RoomLog, welcome } from './testing/room-log'

const said = (count: number) => Array.from({ length: count }, () => ({ kind: 'send', body: 'x' }) as const)

describe('what is after a range', () => {
  it('is read from the oldest that is kept when all of the range has been deleted', async () => {
    const log = new RoomLog()
    log.commit(...said(9))
    const asked: Command<'message.list'>[] = []
    const api = {
      call: (_verb: string, command: Command<'message.list'>) => {
        asked.push(command)
        return Promise.resolve(log.page())
      },
    } as unknown as Api
    const store = createClientStore()
    const far = applyPage(apply(NOTHING_KNOWN, welcome()), log.page({ before: 4 }))
    store.setState({ sync: apply(far, log.commit({ kind: 'forget', count: 6 })) })
    const lobby = () => store.getState().sync.rooms[LOBBY]
    expect(lobby()).toMatchObject({ messages: [], hasBefore: false, hasAfter: true })

    await createPages(api, store).after(LOBBY)
    expect(asked).toMatchObject([{ room: LOBBY, around: 7 }])
    expect(lobby()?.messages.map(({ seq }) => seq)).toEqual([7, 8, 9])
    expect(lobby()).toMatchObject({ hasBefore: false, hasAfter: false })
  })
})
