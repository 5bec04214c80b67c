import { useState } from 'react'

export type Theme = 'system' | 'light' | 'dark'
const KEY = 'parley.theme'

function stored(): Theme {
  const value = document.documentElement.dataset['theme']
  return value === 'light' || value === 'dark' ? value : 'system'
}

/** The chosen theme. `boot/theme.js` puts it on the page before the first paint of the next visit. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(stored)
  return [
    theme,
    (next) => {
      setTheme(next)
      if (next === 'system') delete document.documentElement.dataset['theme']
      else document.documentElement.dataset['theme'] = next
      try {
        localStorage.setItem(KEY, next)
      } catch {
        // Chosen for this page only, then.
      }
    },
  ]
}
