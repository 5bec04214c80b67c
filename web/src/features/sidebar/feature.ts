import { Menu } from '../../ui/Menu'
import type { Feature } from '../registry/feature'
import { forgetLayout } from './layout'

export const sidebar: Feature = { name: 'sidebar', later: [Menu.bring], forget: forgetLayout }
