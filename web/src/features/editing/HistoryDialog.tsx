import { useEffect, useState } from 'react'
import { t } from '../../language/t'
import type { Version } from '../../protocol.gen'
import type { Place } from '../../sync/places'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'
import { fullTime } from '../messages/times'
import { Text } from '../text/Text'

/** The versions of a message, newest first. */
export default function HistoryDialog({
  place,
  seq,
  onClose,
}: {
  place: Place
  seq: number
  onClose: () => void
}) {
  const client = useClient()
  const [versions, setVersions] = useState<readonly Version[]>([])
  const [more, setMore] = useState(true)
  const { pending, error, run } = usePending<Error>()
  const load = () =>
    run(async () => {
      const before = versions.at(-1)?.rev ?? null
      const page = await client.messageHistory({ room: place, seq, before })
      setVersions((known) => [...known, ...page.versions.toReversed()])
      setMore(page.has_before)
    })
  useEffect(() => void load(), [])

  return (
    <Dialog title={t('Edits of this message')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <ol className="flex flex-col gap-4">
          {versions.map(({ rev, body, at }, index) => (
            <li key={rev} className="rounded-lg border border-line px-3 py-2">
              <p className="pb-1 text-xs text-faint">
                {fullTime(new Date(at))}
                {index === 0 && ` · ${t('now // the version that is shown')}`}
                {index > 0 && index === versions.length - 1 && !more && ` · ${t('first version')}`}
              </p>
              <Text body={body} />
            </li>
          ))}
        </ol>
        {error && <FormError>{error.message}</FormError>}
        {more && (
          <Button busy={pending} onClick={() => void load()}>
            {error ? t('Try again') : versions.length === 0 ? t('Loading…') : t('Show older')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}
