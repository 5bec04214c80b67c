import type { CreatePoll, Sent, VoterPage } from '../protocol.gen'
import type { Api } from './api'
import { applyOwn } from './answers'
import { heard } from './heard'
import { logAt, placeNamed, type Place } from './places'
import type { ClientStore } from './store'
import { ballotKey, chosenIn, countedAt, voteAt } from './votes'

export type NewPoll = Omit<CreatePoll, 'room' | 'thread' | 'client_id'>

export interface Polling {
  create(place: Place, poll: NewPoll, client_id: string): Promise<void>
  /** The last choice counts and shows at once. */
  vote(place: Place, seq: number, options: readonly number[]): Promise<void>
  close(place: Place, seq: number): Promise<void>
  voters(place: Place, seq: number, option: number, after: string | null): Promise<VoterPage>
}

const NONE: readonly number[] = []

/**
 * Making polls and voting in them. Each poll has one vote under way at a time, so that two quick clicks cannot overtake
 * each other. `landed` hears of a message that was sent.
 */
export function createPolling(
  api: Pick<Api, 'call'>,
  store: ClientStore,
  landed: (place: Place, sent: Sent) => void,
): Polling {
  const underWay = new Map<string, Promise<void>>()
  const told = (place: Place, rev: number) => heard(store, logAt(store.getState().sync, place), rev)

  function drop(key: string): void {
    store.setState(({ ballots: { [key]: _settled, ...others } }) => ({ ballots: others }))
  }

  async function settle(place: Place, seq: number): Promise<void> {
    const key = ballotKey(place, seq)
    const chosen = () => store.getState().ballots[key]?.chosen ?? NONE
    try {
      for (let asked: readonly number[] | null = null; asked !== chosen();) {
        asked = chosen()
        const own = await api.call('poll.vote', { ...placeNamed(place), seq, options: [...asked] })
        await told(place, own.until ?? own.since)
        store.setState(({ sync }) => ({ sync: applyOwn(sync, own) }))
      }
      drop(key)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      store.setState(({ ballots }) => ({ ballots: { ...ballots, [key]: { chosen: null, before: [], why } } }))
    } finally {
      underWay.delete(key)
    }
  }

  return {
    async create(place, poll, client_id) {
      const sent = await api.call('poll.create', { ...placeNamed(place), ...poll, client_id })
      landed(place, sent)
    },
    vote(place, seq, options) {
      const key = ballotKey(place, seq)
      const { sync, ballots } = store.getState()
      const known = ballots[key]?.chosen ? ballots[key].before : countedAt(sync, place, seq)
      const before = known ?? chosenIn(voteAt(sync, place, seq))
      store.setState({ ballots: { ...ballots, [key]: { chosen: options, before, why: null } } })
      const running = underWay.get(key) ?? settle(place, seq)
      underWay.set(key, running)
      return running
    },
    async close(place, seq) {
      const { rev } = await api.call('poll.close', { ...placeNamed(place), seq })
      await told(place, rev)
    },
    voters: (place, seq, option, after) =>
      api.call('poll.voters', { ...placeNamed(place), seq, option, after }),
  }
}
