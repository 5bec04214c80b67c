import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { TextButton } from '../../ui/TextButton'
import { usePending } from '../../ui/usePending'
import { useShell } from '../registry/context'
import { DataDialog } from './DataDialog'
import { Done, Section } from './Section'
import { useExport } from './useExport'
import { momentWords, sizeWords } from './words'

/** The browser saves it as it comes: a page would have to hold all of it. */
const FILE = '/api/accounts/export/file'

export function DataSection() {
  const shell = useShell()
  const { copy, error, isPreparing, look, asked } = useExport()
  const { pending, run } = usePending()
  const isReady = copy != null && copy.ready_at !== null

  const ask = () => shell.show((close) => <DataDialog onAsked={asked} onClose={close} />)
  const download = () =>
    run(async () => {
      // Asked through the API, which renews a session that has run out: an address alone cannot.
      const found = await look()
      if (found?.ready_at != null) save()
    })

  return (
    <Section title={t('Your data')}>
      <p className="text-soft">
        {t(
          'Download a copy of what this server keeps about you: your profile, messages, sessions and more. What other people wrote is not in it.',
        )}
      </p>
      {error && (
        <p role="alert" className="text-sm text-danger">
          {error.message} <TextButton onClick={() => void look()}>{t('Try again')}</TextButton>
        </p>
      )}
      <Done>
        {isPreparing
          ? t('Your copy is being prepared. You can leave this page and come back.')
          : isReady
            ? t('Your copy is ready. You can download it until {time}.', {
                time: momentWords(new Date(copy.expires_at)),
              })
            : ''}
      </Done>
      {copy === null && (
        <div>
          <Button onClick={ask}>{t('Prepare a copy')}</Button>
        </div>
      )}
      {isReady && (
        <div>
          <Button look="primary" busy={pending} onClick={() => void download()}>
            <Icon name="down" size={16} />
            {t('Download ({size})', { size: sizeWords(copy.size ?? 0) })}
          </Button>
        </div>
      )}
    </Section>
  )
}

function save() {
  const link = document.createElement('a')
  link.href = FILE
  link.download = ''
  link.click()
}
