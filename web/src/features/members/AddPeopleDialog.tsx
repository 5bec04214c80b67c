import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import type { RoomState } from '../../sync/state'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Icon } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { CandidateList, CandidatePicture, optionId } from './CandidateList'
import { addedWords, leftOutWords } from './added'
import { stepAmong, type Candidate } from './candidates'
import { useCandidates } from './useCandidates'

/** Puts people into a room, as many at once as one likes. */
export function AddPeopleDialog({ room, onClose }: { room: RoomState; onClose: () => void }) {
  const shell = useShell()
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<readonly Candidate[]>([])
  const [moved, setMoved] = useState<number | null>(null)
  const [leftOut, setLeftOut] = useState<readonly string[]>([])
  const found = useCandidates(room, typed)
  const { pending, error, run } = usePending<Error>()
  // A typed name means the first person of that name.
  const active = moved ?? (typed === '' ? -1 : stepAmong(found.candidates, -1, 1))

  const search = (text: string) => {
    setTyped(text)
    setMoved(null)
  }
  const toggle = (candidate: Candidate) => {
    const isChosen = chosen.some(({ person }) => person === candidate.person)
    setChosen(isChosen ? chosen.filter(({ person }) => person !== candidate.person) : [...chosen, candidate])
    search('')
    field.current?.focus()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (chosen.length === 0) return
    setLeftOut([])
    void run(async () => {
      const added: Pick<Candidate, 'card'>[] = []
      const notAdded: string[] = []
      for (const candidate of chosen) {
        const { person, card } = candidate
        const done = await add(candidate).catch((failure: Error) => {
          throw new Error(t('{name} was not added. {reason}', { name: card.name, reason: failure.message }), {
            cause: failure,
          })
        })
        added.push(...done.added)
        notAdded.push(...done.notAdded)
        setChosen((rest) => rest.filter((other) => other.person !== person))
      }
      // Who was left out is no secret that a closed dialog keeps.
      if (notAdded.length > 0) {
        setLeftOut(notAdded)
        // The button that had it is disabled now.
        field.current?.focus()
      } else onClose()
      shell.say(addedWords(added))
    })
  }
  /** A group's people who are not in the room yet, or the one person. */
  const add = async ({ person, card, group }: Candidate) => {
    if (!group) {
      await shell.client.members.add({ room: room.info.id, person })
      return { added: [{ card }], notAdded: [] }
    }
    const grouping = await shell.client.grouping()
    const { added, left_out, people } = await grouping.addTo(room.info.id, person)
    return {
      added: added.flatMap((id) => (people[id] ? [{ card: people[id] }] : [])),
      notAdded: left_out.map((one) => leftOutWords(people[one.person]?.name ?? '…', one.reason)),
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key]
    const candidate = found.candidates[active]
    if (step) setMoved(stepAmong(found.candidates, active, step))
    else if (event.key === 'Enter' && candidate && !candidate.isIn) toggle(candidate)
    else if (event.key === 'Backspace' && typed === '') setChosen(chosen.slice(0, -1))
    else return
    event.preventDefault()
  }

  return (
    <Dialog title={t('Add people to {name}', { name: room.info.name })} onClose={onClose}>
      <form className="flex flex-col gap-3" autoComplete="off" onSubmit={submit}>
        <input
          ref={field}
          type="text"
          role="combobox"
          autoFocus
          aria-label={t('Search people')}
          aria-expanded
          aria-controls="candidates"
          aria-activedescendant={active >= 0 ? optionId(found.candidates[active]?.person ?? '') : undefined}
          placeholder={t('Name or @handle')}
          value={typed}
          maxLength={80}
          onChange={(event) => search(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          className="h-10 touch:h-11 w-full rounded-lg border border-edge bg-raised px-3 text-base placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 touch:text-[16px]"
        />
        {chosen.length > 0 && <Chosen people={chosen} onDrop={toggle} />}
        <CandidateList
          found={found.candidates}
          chosen={chosen}
          active={active}
          note={noteOf(typed, found)}
          onToggle={toggle}
        />
        {(error ?? found.error) && <FormError>{(error ?? found.error)?.message}</FormError>}
        <div role="status">
          {leftOut.length > 0 && (
            <ul className="flex flex-col gap-1 text-sm text-soft">
              {leftOut.map((words) => (
                <li key={words}>
                  <bdi>{words}</bdi>
                </li>
              ))}
            </ul>
          )}
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" busy={pending} disabled={chosen.length === 0}>
            {chosen.length > 1 && !chosen.some(({ group }) => group)
              ? t('{count, plural, one {Add # person} other {Add # people}}', { count: chosen.length })
              : t('Add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function noteOf(
  typed: string,
  { candidates, searching, more }: ReturnType<typeof useCandidates>,
): string | null {
  if (candidates.length === 0)
    return searching ? t('Searching…') : t('Nobody is called “{name}”.', { name: typed.trim() })
  return more ? t('There are more. Type a name to find them.') : null
}

function Chosen({
  people,
  onDrop,
}: {
  people: readonly Candidate[]
  onDrop: (candidate: Candidate) => void
}) {
  return (
    <ul aria-label={t('Chosen')} className="flex flex-wrap gap-1.5">
      {people.map((candidate) => (
        <li key={candidate.person}>
          <button
            type="button"
            aria-label={t('Do not add {name}', { name: candidate.card.name })}
            className="flex h-8 touch:h-11 items-center gap-1.5 rounded-lg bg-chosen ps-1 pe-2 text-sm hover:bg-hover"
            onClick={() => onDrop(candidate)}
          >
            <CandidatePicture candidate={candidate} isSmall />
            <span className="max-w-40 truncate" dir="auto">
              {candidate.card.name}
            </span>
            <Icon name="close" size={14} />
          </button>
        </li>
      ))}
    </ul>
  )
}
