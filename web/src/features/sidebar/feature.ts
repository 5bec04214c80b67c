import type { Feature } from '../registry/feature'
import { forgetLayout } from './layout'

export const sidebar: Feature = { name: 'sidebar', forget: forgetLayout }
