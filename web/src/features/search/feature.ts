import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature, Shell } from '../registry/feature'
import { SearchHereButton } from './SearchHereButton'

export const search: Feature = {
  name: 'search',
  pages: [{ path: '/search', View: lazy(() => import('./SearchPage')) }],
  panels: [{ path: 'search', title: t('Search'), View: lazy(() => import('./SearchPanel')) }],
  headerButtons: [{ id: 'search', order: 200, View: SearchHereButton }],
  lookups: [
    {
      id: 'messages',
      order: 100,
      label: (query) => t('Search messages for “{query}”', { query }),
      icon: 'search',
      act: (query, shell) => open(shell, `?q=${encodeURIComponent(query)}`),
    },
  ],
  slashCommands: [
    {
      id: 'search',
      order: 300,
      name: 'search',
      takes: t('[words]'),
      label: t('Searches messages'),
      icon: 'search',
      run(rest, _room, shell) {
        open(shell, rest.trim() && `?q=${encodeURIComponent(rest.trim())}`)
        return null
      },
    },
  ],
  keys: [
    {
      id: 'search',
      order: 110,
      keys: ['/', 'Mod+Shift+F'],
      label: t('Search messages'),
      group: 'Everywhere',
      act: openOrFocus,
    },
  ],
}

function openOrFocus(shell: Shell): void {
  const field = document.querySelector<HTMLInputElement>('[data-search]')
  if (!field) return open(shell)
  field.focus()
  field.select()
}

/** Beside the room in the address; where there is none, on a page of its own. */
function open(shell: Shell, query = ''): void {
  if (shell.room) shell.openPanel(`search${query}`)
  else shell.go(`/search${query}`)
}
