import { useId, type ReactNode } from 'react'
import { Icon } from '../../ui/Icon'
import { useCollapsed } from './layout'

interface Props {
  id: string
  title: string
  /** Buttons at the end of the heading. */
  actions?: ReactNode
  children: ReactNode
}

/** A part of the sidebar that can be folded away. Which ones are is kept in this browser. */
export function SidebarSection({ id, title, actions, children }: Props) {
  const [collapsed, toggle] = useCollapsed(id)
  const content = useId()
  return (
    <section aria-label={title} className="pb-3">
      <div className="flex h-9 touch:h-11 items-center">
        <h2 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={!collapsed}
            aria-controls={content}
            className="group flex h-7 touch:h-11 w-full items-center gap-1 rounded-md px-2 text-start text-xs font-semibold text-faint hover:text-ink"
            onClick={toggle}
          >
            {title}
            <span
              className={`transition-[opacity,rotate] ${collapsed ? '-rotate-90 rtl:rotate-90' : 'opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 touch:opacity-100'}`}
            >
              <Icon name="chevron" size={12} />
            </span>
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
