import { composer } from './composer/feature'
import { editing } from './editing/feature'
import { messages } from './messages/feature'
import { reactions } from './reactions/feature'
import type { Feature } from './registry/feature'

/** Every feature, once. A new one adds its line here and edits no other file of the client. */
export const FEATURES: readonly Feature[] = [messages, reactions, editing, composer]
