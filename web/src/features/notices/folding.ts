import type { Message, Notice } from '../../protocol.gen'

/** A notice as a timeline shows it: one message, or several of one kind in a row. */
export interface ShownNotice {
  readonly kind: Notice['kind']
  /** Who did it; of several who came or left, the first. */
  readonly by: string
  /** The people that it is about, as far as they are named, and how many they are. */
  readonly people: readonly string[]
  readonly count: number
  readonly text: string
  /** The place of the first message that it stands for, and how many those are. */
  readonly from: number
  readonly messages: number
}

/**
 * A run ends before each place that this divides. So where it begins does not depend on what is loaded, no run is longer
 * than a page, and a thousand people who join are forty lines.
 */
const RUN = 25
const FOLDED: ReadonlySet<Notice['kind']> = new Set(['joined', 'left', 'added'])
/** What people do on their own. */
const OWN: ReadonlySet<Notice['kind']> = new Set(['joined', 'left'])

export function noticeOf({ notice, seq, sender }: Message): ShownNotice | null {
  if (!notice) return null
  const { kind, people = [], count = 0, text = '' } = notice
  const about = OWN.has(kind) ? { people: [sender], count: 1 } : { people, count }
  return { kind, by: sender, text, from: seq, messages: 1, ...about }
}

/** Whether a notice goes on with what the message before it says. */
export function goesOn(before: Message | undefined, { seq, sender, notice }: Message): boolean {
  if (!notice || !FOLDED.has(notice.kind) || before?.notice?.kind !== notice.kind) return false
  return seq % RUN !== 0 && (OWN.has(notice.kind) || before.sender === sender)
}

/** Somebody who came twice is one person. */
export function folded(run: ShownNotice, next: ShownNotice): ShownNotice {
  const known = new Set(run.people)
  const others = next.people.filter((person) => !known.has(person))
  const again = next.people.length - others.length
  return {
    ...run,
    people: [...run.people, ...others],
    count: run.count + next.count - again,
    messages: run.messages + next.messages,
  }
}
