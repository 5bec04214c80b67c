import { t } from '../../language/t'
import { LanguageForm } from './LanguageForm'

export default function LanguagePage() {
  return (
    <div className="flex flex-col gap-6">
      <LanguageForm hint={t('The page is loaded anew. What you are writing is kept.')} />
      <p className="text-sm text-faint">
        {t('This setting is kept in this browser. Messages stay as they were written.')}
      </p>
    </div>
  )
}
