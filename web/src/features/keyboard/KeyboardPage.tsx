import { t } from '../../language/t'
import { KeyList } from './KeyList'

export default function KeyboardPage() {
  return (
    <>
      <p className="pb-6 text-soft">{t('Single letters act on the message that has the focus.')}</p>
      <KeyList Heading="h2" />
    </>
  )
}
