import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import type { Shell, SlashCommand } from '../registry/feature'

/** `/topic Lunch at one`. A path such as `/usr/bin` is none: another slash follows its first word. */
const COMMAND = /^\/([a-z][a-z-]*)(?:\s+(.*))?$/isu

export interface Slash {
  readonly name: string
  readonly rest: string
}

export function slashIn(body: string): Slash | null {
  const found = COMMAND.exec(body)
  return found && { name: found[1]!.toLowerCase(), rest: found[2] ?? '' }
}

/** What a message here can begin with. */
export function offeredSlashes(
  commands: readonly SlashCommand[],
  room: Room,
  shell: Shell,
): readonly SlashCommand[] {
  return commands.filter((command) => command.isOffered?.(room, shell) ?? true)
}

export function unknownSlash(name: string): string {
  return t('There is no command /{name} here. Put a space before it to send it as text.', { name })
}
