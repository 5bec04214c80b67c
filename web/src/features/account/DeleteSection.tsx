import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { useShell } from '../registry/context'
import { DeleteDialog } from './DeleteDialog'
import { Section } from './Section'

export function DeleteSection() {
  const shell = useShell()
  return (
    <Section title={t('Delete account')}>
      <p className="text-soft">
        {t('Your name, picture and address go at once and for good. What you said can stay or be erased.')}
      </p>
      <div>
        <Button look="danger" onClick={() => shell.show((close) => <DeleteDialog onClose={close} />)}>
          {t('Delete my account')}
        </Button>
      </div>
    </Section>
  )
}
