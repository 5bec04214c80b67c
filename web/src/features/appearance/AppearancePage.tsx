import { t } from '../../language/t'
import { Choice } from '../../ui/Choice'
import { ACCENTS, DENSITIES, MOTIONS, THEMES, useLook, type Look } from './look'

const WORDS = {
  theme: { system: t('System'), light: t('Light // theme'), dark: t('Dark // theme') },
  text: { normal: t('Normal // size of text'), small: t('Small'), large: t('Large'), larger: t('Larger') },
  density: { comfortable: t('Comfortable'), compact: t('Compact') },
  motion: { system: t('System'), less: t('Less // motion') },
  accent: { pine: t('Pine'), blue: t('Blue'), violet: t('Violet'), rose: t('Rose'), graphite: t('Graphite') },
} as const satisfies { [K in keyof Look]: Record<Look[K], string> }

const SIZES = ['small', 'normal', 'large', 'larger'] as const

export default function AppearancePage() {
  const [look, change] = useLook()
  return (
    <div className="flex flex-col gap-8">
      <Choice
        legend={t('Theme')}
        options={THEMES}
        words={WORDS.theme}
        chosen={look.theme}
        onChoose={(theme) => change({ theme })}
      />
      <fieldset>
        <legend className="pb-2 font-semibold">{t('Accent')}</legend>
        <div className="flex flex-wrap gap-2">
          {ACCENTS.map((accent) => (
            <label
              key={accent}
              className="flex h-10 touch:h-11 cursor-pointer items-center gap-2.5 rounded-lg border border-line px-3 text-sm has-checked:border-accent has-checked:bg-tint has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="accent"
                className="sr-only"
                checked={look.accent === accent}
                onChange={() => change({ accent })}
              />
              <span
                aria-hidden="true"
                data-accent={accent}
                className="size-4 rounded-full bg-accent forced-colors:hidden"
              />
              {WORDS.accent[accent]}
            </label>
          ))}
        </div>
      </fieldset>
      <Choice
        legend={t('Text size')}
        options={SIZES}
        words={WORDS.text}
        chosen={look.text}
        onChoose={(text) => change({ text })}
      />
      <Choice
        legend={t('Density')}
        hint={t('How close together rooms and messages stand.')}
        options={DENSITIES}
        words={WORDS.density}
        chosen={look.density}
        onChoose={(density) => change({ density })}
      />
      <Choice
        legend={t('Motion')}
        options={MOTIONS}
        words={WORDS.motion}
        chosen={look.motion}
        onChoose={(motion) => change({ motion })}
      />
      <p className="text-sm text-faint">{t('These settings are kept in this browser.')}</p>
    </div>
  )
}
