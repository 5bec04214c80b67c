import { useState } from 'react'
import type { Examples } from '../features/styles/examples'
import { Button, IconButton } from './Button'
import { Check } from './Check'
import { Choice } from './Choice'
import { Field } from './Field'
import { Select } from './Select'
import { TextButton } from './TextButton'

const LOOKS = ['primary', 'quiet', 'plain', 'danger'] as const
const nothing = () => {}

export default {
  id: 'controls',
  title: 'Buttons and fields',
  order: 20,
  states: {
    Buttons: () => (
      <div className="flex flex-col gap-2">
        {[{}, { busy: true }, { disabled: true }].map((state) => (
          <div key={Object.keys(state)[0]} className="flex flex-wrap gap-2">
            {LOOKS.map((look) => (
              <Button key={look} look={look} {...state}>
                {[look, ...Object.keys(state)].join(', ')}
              </Button>
            ))}
          </div>
        ))}
      </div>
    ),
    'Icons that are buttons': () => (
      <div className="flex flex-wrap items-center gap-2">
        <IconButton icon="star" label="Plain" />
        <IconButton icon="star" label="Pressed" aria-pressed />
        <IconButton icon="star" label="Small" small />
        <p className="text-sm">
          In a sentence: <TextButton>Try again</TextButton>
        </p>
      </div>
    ),
    Fields: () => (
      <div className="grid max-w-lg gap-4">
        <Field label="Empty" placeholder="What it wants" />
        <Field label="With a hint" defaultValue="ada" hint="Small letters, digits and hyphens." />
        <Field label="With an error" defaultValue="ada" error="The handle ada is taken." />
        <Field label="Disabled" defaultValue="ada" disabled />
        <Select label="A choice of one" hint="It can be changed later.">
          <option>Everybody may join</option>
        </Select>
      </div>
    ),
    Choices: Choices,
  },
} satisfies Examples

function Choices() {
  const [size, setSize] = useState<'small' | 'normal' | 'large'>('normal')
  return (
    <div className="grid max-w-lg gap-2">
      <Check label="On" checked onChange={nothing} />
      <Check label="Off" checked={false} onChange={nothing} />
      <Choice
        legend="One of a few"
        hint="All are in sight."
        options={['small', 'normal', 'large']}
        words={{ small: 'Small', normal: 'Normal', large: 'Large' }}
        chosen={size}
        onChoose={setSize}
      />
    </div>
  )
}
