import { useEffect, useState } from 'react'
import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'

interface Props {
  count: number
  onFirst: () => void
  onNewest: () => void
}

/** For who has scrolled up: the first click leads to the first new message, the next one to the last. */
export default function NewsPill({ count, onFirst, onNewest }: Props) {
  const [wentToFirst, setWentToFirst] = useState(false)
  useEffect(() => {
    if (count === 0) setWentToFirst(false)
  }, [count])

  const toFirst = count > 0 && !wentToFirst
  return (
    <button
      type="button"
      className="absolute bottom-3 start-[min(50%,28.125rem)] flex h-9 touch:h-11 -translate-x-1/2 rtl:translate-x-1/2 items-center gap-2 rounded-full border border-line bg-raised px-4 text-sm font-semibold text-accent shadow-lift hover:bg-hover"
      onClick={() => {
        if (toFirst) {
          setWentToFirst(true)
          onFirst()
        } else {
          onNewest()
        }
      }}
    >
      {count > 0 ? t('{count} new // messages', { count }) : t('Newest messages')}
      <Icon name="down" size={16} />
    </button>
  )
}
