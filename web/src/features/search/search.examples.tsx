import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import type { SearchPage as Page } from '../../protocol.gen'
import type { Api } from '../../sync/api'
import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { answering, BOB, EVE, REFUSING, said, SILENT } from '../styles/scene'
import SearchPanel from './SearchPanel'

const people = {
  [BOB]: { handle: 'bob', name: 'Bob', avatar: null, rev: 1 },
  [EVE]: { handle: 'eve', name: 'حواء', avatar: null, rev: 1 },
}
const NOTHING: Page = { hits: [], people: {}, next: null, nearly: false }
const FOUND: Page = {
  people,
  next: 'more',
  nearly: false,
  hits: [
    {
      message: said(1, BOB, '10:00', 'The printer is out of paper.'),
      parts: [{ text: 'The ' }, { text: 'printer', match: true }, { text: ' is out of paper.' }],
    },
    {
      message: said(2, EVE, '10:05', 'اشتريت ورقا لـ printer أمس'),
      parts: [{ text: 'اشتريت ورقا لـ ' }, { text: 'printer', match: true }, { text: ' أمس' }],
    },
    {
      message: said(3, BOB, '10:10', 'Whoever used the printer last'),
      cut_before: true,
      cut_after: true,
      parts: [
        { text: 'whoever used the ' },
        { text: 'printer', match: true },
        {
          text: ' last and left a long word like Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen in its tray, with everything else that belongs to it',
        },
      ],
    },
  ],
}
const NEARLY: Page = { ...FOUND, hits: FOUND.hits.slice(0, 1), next: null, nearly: true }
const always = (page: Page): Api => answering(() => Promise.resolve(page))

/** Every query is another one: what was found is remembered by it. */
const STATES: Readonly<Record<string, readonly [query: string, api: Api]>> = {
  Empty: ['', SILENT],
  Searching: ['loading', SILENT],
  Found: ['printer', always(FOUND)],
  'Nearly found': ['prinetr', always(NEARLY)],
  'Nothing found': ['xylophone', always(NOTHING)],
  'Without an answer': ['failing', REFUSING],
}

export default {
  id: 'search',
  title: 'Search',
  order: 130,
  states: Object.fromEntries(
    Object.entries(STATES).map(([name, [query, api]]) => [name, () => <Searching query={query} api={api} />]),
  ),
} satisfies Examples

function Searching({ query, api }: { query: string; api: Api }) {
  const searchPath = query && `q=${query}`
  const { hook, searchHook } = memoryLocation({ path: '/r/lobby/search', searchPath, static: true })
  return (
    <Router hook={hook} searchHook={searchHook}>
      <Inside scene={scenes.get(api)}>
        <div className="w-(--panel) max-w-full rounded-xl border border-line">
          <SearchPanel />
        </div>
      </Inside>
    </Router>
  )
}

const scenes = new Map(Object.values(STATES).map(([, api]) => [api, { api }]))
