import type { Examples } from './examples'

const SURFACES = [
  'bg-canvas',
  'bg-sunken',
  'bg-raised',
  'bg-hover',
  'bg-chosen',
  'bg-tint',
  'bg-glow',
  'bg-code',
]
const FILLED = ['bg-accent text-on-accent', 'bg-accent-strong text-on-accent', 'bg-ink text-canvas']
const TINTED = ['bg-danger-tint text-danger', 'bg-warn-tint text-warn']
const INKS = ['text-ink', 'text-soft', 'text-faint', 'text-accent', 'text-danger', 'text-warn', 'text-here']
const SIZES = ['text-xs', 'text-sm', 'text-base', 'text-lg', 'text-xl']
const WEIGHTS = ['font-normal', 'font-medium', 'font-semibold', 'font-bold']

export default {
  id: 'tokens',
  title: 'Colours and letters',
  order: 10,
  states: {
    Surfaces: () => (
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {[...SURFACES, ...FILLED, ...TINTED].map((look) => (
          <p key={look} className={`rounded-lg border border-line p-2 text-xs ${look}`}>
            {look}
          </p>
        ))}
      </div>
    ),
    Inks: () => (
      <p className="flex flex-wrap gap-4">
        {INKS.map((ink) => (
          <span key={ink} className={ink}>
            {ink}
          </span>
        ))}
      </p>
    ),
    Sizes: () =>
      SIZES.map((size) => (
        <p key={size} className={size}>
          {size}: Hamburgefonstiv, quick brown fox, 0123456789
        </p>
      )),
    Weights: () =>
      WEIGHTS.map((weight) => (
        <p key={weight} className={weight}>
          {weight}: Hamburgefonstiv, <em>and slanted</em>
        </p>
      )),
    'Figures of one width': () => (
      <p className="w-fit text-end tabular-nums">
        11:11
        <br />
        20:48
      </p>
    ),
  },
} satisfies Examples
