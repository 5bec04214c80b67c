import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Icon, type IconName } from './Icon'

const LOOKS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong font-semibold',
  quiet: 'border border-line bg-raised text-ink hover:bg-hover font-medium',
  plain: 'text-soft hover:bg-hover hover:text-ink font-medium',
  danger: 'border border-danger text-danger hover:bg-danger-tint font-semibold',
} as const

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof LOOKS
  /** What it asked for is under way. It keeps the focus meanwhile: a browser takes it from a disabled button. */
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
  children: ReactNode
}

export function Button({ look = 'quiet', busy, className = '', type = 'button', children, ...rest }: Props) {
  return (
    <button
      type={type}
      aria-disabled={busy || undefined}
      className={`inline-flex h-9 touch:h-11 items-center justify-center gap-2 rounded-lg px-3.5 text-sm whitespace-nowrap transition-colors disabled:opacity-60 aria-disabled:opacity-60 ${LOOKS[look]} ${className}`}
      {...rest}
    >
      {children}
    </button>
  )
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  icon: IconName
  label: string
  /** In a line of small text. Fingers get a large one all the same. */
  small?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function IconButton(props: IconButtonProps) {
  const { icon, label, small = false, className = '', type = 'button', ...rest } = props
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={`inline-flex ${small ? 'size-7' : 'size-9'} touch:size-11 shrink-0 items-center justify-center rounded-lg text-soft transition-colors hover:bg-hover hover:text-ink aria-pressed:bg-chosen aria-pressed:text-ink ${className}`}
      {...rest}
    >
      <Icon name={icon} size={small ? 16 : 18} />
    </button>
  )
}
