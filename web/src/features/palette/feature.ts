import { t } from '../../language/t'
import type { Feature } from '../registry/feature'
import { bringPalette, openPalette } from './opening'

export const palette: Feature = {
  name: 'palette',
  later: [bringPalette],
  keys: [
    {
      id: 'palette',
      order: 100,
      keys: ['Mod+K'],
      label: t('Search or jump'),
      group: 'Everywhere',
      act: (shell) => openPalette(shell),
    },
  ],
}
