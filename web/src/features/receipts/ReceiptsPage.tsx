import { useEffect, useState } from 'react'
import { t } from '../../language/t'
import { Check } from '../../ui/Check'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { Done } from '../account/Section'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'

/** Whether people on this server see who has read their messages. For its owner and administrators. */
export default function ReceiptsPage() {
  const { api } = useSession()
  const [isOn, setOn] = useState<boolean | null>(null)
  // Shown while the server has not answered yet.
  const [wanted, setWanted] = useState<boolean | null>(null)
  const [done, setDone] = useState('')
  const { error, pending, run } = usePending<Error>()
  useEffect(() => void run(async () => setOn((await api.call('server.get', {})).receipts ?? true)), [api])

  const set = (receipts: boolean) =>
    run(async () => {
      setDone('')
      setWanted(receipts)
      setOn((await api.call('server.set_receipts', { receipts })).receipts ?? true)
      setDone(t('Saved.'))
    })
  if (isOn === null)
    return error ? <FormError>{error.message}</FormError> : <Skeleton label={t('Loading')} lines={2} />
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Check
          label={t('Let people see who has read their messages')}
          checked={pending && wanted !== null ? wanted : isOn}
          onChange={(on) => void set(on)}
        />
        <p className="text-sm text-soft">
          {t('It works in rooms of up to 100 members. Everybody can turn it off for themselves.')}
        </p>
      </div>
      {error && <FormError>{error.message}</FormError>}
      <Done>{done}</Done>
    </div>
  )
}
