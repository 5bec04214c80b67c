import type { Place } from '../../sync/places'
import { useRegistry } from '../registry/context'
import type { SendingProps } from '../registry/feature'

/** What features put beside the button that sends. */
export function SendingButtons(props: SendingProps) {
  const { sendingButtons } = useRegistry()
  return sendingButtons.map(({ id, View }) => <View key={id} {...props} />)
}

/** What features say above the text. */
export function ComposerNotes({ place }: { place: Place }) {
  const { composerNotes } = useRegistry()
  return composerNotes.map(({ id, View }) => <View key={id} place={place} />)
}
