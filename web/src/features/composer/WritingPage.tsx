import { t } from '../../language/t'
import { Choice } from '../../ui/Choice'
import { keyName } from './keys'
import { changeComposerSettings, useComposerSettings } from './settings'

const SEND_KEYS = ['enter', 'ctrl-enter'] as const
const TOOLBARS = ['shown', 'hidden'] as const

export default function WritingPage() {
  const { sendKey, toolbar } = useComposerSettings()
  return (
    <div className="flex flex-col gap-8">
      <Choice
        legend={t('Send with')}
        hint={t('Shift+Enter always starts a new line.')}
        options={SEND_KEYS}
        words={{ enter: 'Enter', 'ctrl-enter': keyName('Ctrl+Enter') }}
        chosen={sendKey}
        onChoose={(key) => changeComposerSettings({ sendKey: key })}
      />
      <Choice
        legend={t('Formatting toolbar')}
        options={TOOLBARS}
        words={{ shown: t('Shown // the toolbar'), hidden: t('Hidden // the toolbar') }}
        chosen={toolbar ? 'shown' : 'hidden'}
        onChoose={(chosen) => changeComposerSettings({ toolbar: chosen === 'shown' })}
      />
      <p className="text-sm text-faint">{t('These settings are kept in this browser.')}</p>
    </div>
  )
}
