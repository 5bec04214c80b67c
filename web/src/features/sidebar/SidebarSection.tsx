import { useId, type HTMLAttributes, type ReactNode } from 'react'
import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { useCollapsed } from './layout'

interface Props {
  id: string
  title: string
  /** Buttons at the end of the heading. */
  actions?: ReactNode
  /** How much is new in it: a dot says so while it is folded away. */
  unread?: number
  /** What listens for rows that are dropped on it, and whether one is held above it. */
  drop?: HTMLAttributes<HTMLElement>
  isTarget?: boolean
  children: ReactNode
}

/**
 * A part of the sidebar that can be folded away. Which ones are is kept in this browser: a phone has less space than a
 * desk.
 */
export function SidebarSection(props: Props) {
  const { id, title, actions, unread = 0, drop, isTarget = false, children } = props
  const [collapsed, toggle] = useCollapsed(id)
  const content = useId()
  return (
    <section
      aria-label={title}
      className={`group/section mb-1 rounded-lg pb-2 ${isTarget ? 'bg-hover outline-2 -outline-offset-2 outline-accent' : ''}`}
      {...drop}
    >
      <div className="flex h-9 touch:h-11 items-center">
        <h2 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={!collapsed}
            aria-controls={content}
            className="group flex h-7 touch:h-11 w-full items-center gap-1 rounded-md px-2 text-start text-xs font-semibold text-faint hover:text-ink"
            onClick={toggle}
          >
            <span className="truncate" dir="auto">
              {title}
            </span>
            <span
              className={`shrink-0 transition-[opacity,rotate] ${collapsed ? '-rotate-90 rtl:rotate-90' : 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 touch:opacity-100'}`}
            >
              <Icon name="chevron" size={12} />
            </span>
            {collapsed && unread > 0 && (
              <span
                className="ms-1 size-2 shrink-0 rounded-full bg-accent forced-colors:bg-[Highlight]"
                title={t('{count} unread', { count: unread })}
              >
                <span className="sr-only">{t('{count} unread', { count: unread })}</span>
              </span>
            )}
          </button>
        </h2>
        {actions}
      </div>
      <div id={content} hidden={collapsed}>
        {children}
      </div>
    </section>
  )
}
