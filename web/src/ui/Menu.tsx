import { useRef, useState, type ReactNode, type RefObject } from 'react'
import { brought } from './brought'
import { Icon, type IconName } from './Icon'

interface MenuButtonProps {
  label: string
  /** The label is in the button's content already. */
  isLabelled?: boolean
  className?: string
  children: ReactNode
  /** `MenuItem`s. Choosing one closes the menu first, so that the button has the focus when the choice takes effect. */
  items: (close: () => void) => ReactNode
}

/** A button and its menu. Arrows move, Escape and a press outside close, and the focus goes back to the button. */
export function MenuButton({ label, isLabelled = false, className = '', children, items }: MenuButtonProps) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={isLabelled ? undefined : label}
        title={isLabelled ? undefined : label}
        className={className}
        onClick={() => setOpen((shown) => !shown)}
      >
        {children}
      </button>
      {open && (
        <Menu label={label} opener={button} onClose={close} onLeave={() => setOpen(false)}>
          {items(close)}
        </Menu>
      )}
    </>
  )
}

export interface MenuProps {
  label: string
  /** What it opens beside, and what a press on is no press outside. */
  opener: RefObject<HTMLElement | null>
  onClose: () => void
  /** Closed by looking elsewhere: the focus stays there. */
  onLeave: () => void
  children: ReactNode
}

export const Menu = brought<MenuProps>(() => import('./MenuLayer'))

interface MenuItemProps {
  icon?: IconName
  label: string
  /** One of several that exclude each other, and whether it is the one. */
  chosen?: boolean
  isDangerous?: boolean
  /** Keys that do the same. */
  hint?: ReactNode
  onSelect: () => void
}

export function MenuItem({ icon, label, chosen, isDangerous = false, hint, onSelect }: MenuItemProps) {
  return (
    <button
      type="button"
      role={chosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={chosen}
      tabIndex={-1}
      className={`flex h-8 touch:h-11 w-full items-center gap-2.5 rounded-lg px-2.5 text-start text-sm hover:bg-hover focus-visible:bg-hover focus-visible:-outline-offset-2 ${isDangerous ? 'text-danger' : ''}`}
      onClick={onSelect}
    >
      {icon && <Icon name={icon} size={16} />}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {chosen && <Icon name="check" size={16} />}
      {hint}
    </button>
  )
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return (
    <p role="presentation" className="px-2.5 pt-2 pb-1 text-xs font-semibold text-faint">
      {children}
    </p>
  )
}

export function MenuLine() {
  return <hr role="separator" className="mx-2.5 my-1 border-line" />
}
