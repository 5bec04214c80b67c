import type { Feature } from '../registry/feature'
import { FoldedText } from './FoldedText'

export const blocks: Feature = {
  name: 'blocks',
  aroundMessages: [{ id: 'blocked', order: 200, View: FoldedText }],
}
