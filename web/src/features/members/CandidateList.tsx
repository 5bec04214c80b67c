import { useEffect, useRef } from 'react'
import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { membersWords } from '../groups/words'
import { Avatar } from '../people/Avatar'
import type { Candidate } from './candidates'

export const optionId = (person: string) => `candidate-${person}`

interface Props {
  found: readonly Candidate[]
  chosen: readonly Candidate[]
  /** Where the arrow keys are. */
  active: number
  note: string | null
  onToggle: (candidate: Candidate) => void
}

/** Who was found. The field above keeps the focus and moves through it. */
export function CandidateList({ found, chosen, active, note, onToggle }: Props) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active])
  return (
    <div className="h-72 max-h-[40dvh] overflow-y-auto rounded-lg border border-line p-1">
      <ul
        ref={list}
        id="candidates"
        role="listbox"
        aria-label={t('People')}
        aria-multiselectable="true"
        className="flex flex-col gap-px"
      >
        {found.map((candidate, at) => (
          <Option
            key={candidate.person}
            candidate={candidate}
            isChosen={chosen.some(({ person }) => person === candidate.person)}
            isActive={at === active}
            onToggle={onToggle}
          />
        ))}
      </ul>
      {/* What is searched for is said to ears too. */}
      <p aria-live="polite" className={note ? 'px-2 py-3 text-center text-sm text-soft' : ''}>
        {note}
      </p>
    </div>
  )
}

/** Of a person their own, and of a group the sign for several people. */
export function CandidatePicture({ candidate: { person, card, group }, isSmall = false }: PictureProps) {
  if (!group)
    return <Avatar id={person} name={card.name} picture={card.avatar} {...(isSmall && { size: 'sm' })} />
  return (
    <span
      className={`flex shrink-0 items-center justify-center text-faint ${isSmall ? 'size-6' : 'size-9'}`}
      aria-hidden="true"
    >
      <Icon name="people" size={isSmall ? 16 : 20} />
    </span>
  )
}

interface PictureProps {
  candidate: Candidate
  isSmall?: boolean
}

interface OptionProps extends Pick<Props, 'onToggle'> {
  candidate: Candidate
  isChosen: boolean
  isActive: boolean
}

function Option({ candidate, isChosen, isActive, onToggle }: OptionProps) {
  const { person, card, isIn, group } = candidate
  return (
    <li
      id={optionId(person)}
      role="option"
      aria-selected={isChosen}
      aria-disabled={isIn}
      className={`flex touch:min-h-11 items-center gap-2.5 rounded-lg px-2 py-1.5 ${isIn ? '' : 'cursor-pointer hover:bg-hover'} ${isActive ? 'bg-hover' : ''}`}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => !isIn && onToggle(candidate)}
    >
      <CandidatePicture candidate={candidate} />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="block truncate text-as-around text-sm font-medium" dir="auto">
          {card.name}
        </span>
        <span className="block truncate text-as-around text-xs text-faint">
          <bdi>@{card.handle}</bdi>
          {group && <span> · {membersWords(group.members)}</span>}
        </span>
      </span>
      {isIn && <span className="text-xs text-faint">{t('Already in')}</span>}
      {isChosen && (
        <span className="text-accent">
          <Icon name="check" size={18} />
        </span>
      )}
    </li>
  )
}
