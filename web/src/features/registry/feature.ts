import type { ComponentType, LazyExoticComponent, ReactNode } from 'react'
import type { Me, Message, Room, ServerInfo } from '../../protocol.gen'
import type { Client } from '../../sync/client'
import type { Place } from '../../sync/places'
import type { Rows } from '../../sync/rows'
import type { RoomState } from '../../sync/state'
import type { IconName } from '../../ui/Icon'
import type { Overlay } from '../../ui/useOverlay'
import type { CompletionSource } from '../composer/completion/source'
import type { ShownNotice } from '../notices/folding'

/**
 * What a feature adds to the client, place by place. It is declared in the feature's own folder, in `feature.ts(x)`, and
 * listed in `all.ts`: no other file names it.
 */
export interface Feature {
  readonly name: string
  /** Links and sections of the sidebar, from the top. */
  readonly sidebar?: readonly Placed[]
  /** What of the rooms stands in lists of one's own making. The feature shows them by an entry of `sidebar`. */
  readonly roomLists?: readonly RoomLists[]
  /** Whole pages beside the sidebar. */
  readonly pages?: readonly Page[]
  readonly settingsPages?: readonly SettingsPage[]
  /** Other ways in, below the form that asks for a password. */
  readonly signInWays?: readonly SignInWay[]
  /** Sections of the page about one's own account, between the password and the sessions. */
  readonly accountSections?: readonly Placed[]
  /** At the end of a room's header. */
  readonly headerButtons?: readonly Placed<{ room: RoomState }>[]
  readonly roomMenu?: readonly RoomMenuItem[]
  /** What the room's right-hand side can show, one at a time. */
  readonly panels?: readonly Panel[]
  readonly messageActions?: readonly MessageAction[]
  /** Around a message's text: shows its children, something with them, or something in their place. */
  readonly aroundMessages?: readonly Placed<AroundMessageProps>[]
  readonly belowMessages?: readonly Placed<MessageProps>[]
  readonly composerButtons?: readonly Placed<ComposerButtonProps>[]
  /** Beside the button that sends. */
  readonly sendingButtons?: readonly Placed<SendingProps>[]
  /** At the end of the line above the text. */
  readonly composerNotes?: readonly Placed<{ place: Place }>[]
  /** Over the edge of the page, whatever it shows. */
  readonly notices?: readonly Placed[]
  /** What completes a text while it is written. */
  readonly completions?: readonly CompletionSource[]
  /** What a line that begins with a slash does instead of being sent. */
  readonly slashCommands?: readonly SlashCommand[]
  /** Commands of the palette; some are also in a menu. */
  readonly commands?: readonly Command[]
  /** What the palette's text can be looked up in. */
  readonly lookups?: readonly Lookup[]
  readonly keys?: readonly KeyBinding[]
  /** Brings what may be opened soon, but is no part of the first load: called once, when the page is idle. */
  readonly later?: readonly (() => Promise<unknown>)[]
  /** Wipes what the feature keeps in this browser for a person who signs out. */
  readonly forget?: () => void
}

/** A component that may be loaded when it is first shown: `View: lazy(() => import('./Panel'))`. */
export type View<P = object> = ComponentType<P> | LazyExoticComponent<ComponentType<P>>

export interface Ordered {
  readonly id: string
  /** Lower comes first. Leave gaps, so that others fit between. */
  readonly order: number
}

export interface Placed<P = object> extends Ordered {
  readonly View: View<P>
}

/** Lists that a person makes of some of their rooms. A room is shown in the first list that has it, and nowhere else. */
export interface RoomLists extends Ordered {
  /** From top to bottom, by one's own log. */
  lists(own: Rows): readonly RoomList[]
  /** Takes a room out of them. */
  release(shell: Shell, room: string): void
}

export interface RoomList {
  /** That of its section in the sidebar. */
  readonly id: string
  /** Their ids, in order. Those that one is not in any more are not shown. */
  readonly rooms: readonly string[]
}

/** A page at `/browse`, or at `/admin` with everything below it. */
export interface Page {
  readonly path: string
  readonly View: View<{ rest: string }>
}

/** A page at `/settings/<path>`. */
export interface SettingsPage extends Placed {
  readonly path: string
  readonly title: string
  readonly icon: IconName
  /** Whether it is there for this person. */
  isOffered?(me: Me): boolean
}

export interface SignInWay extends Placed<SignInWayProps> {
  /** Those who have no account here get one by it. Other ways are not shown where accounts are made. */
  readonly bringsNewcomers?: boolean
}

export interface SignInWayProps {
  readonly server: ServerInfo
  /** Where to go after it: a path of this site. */
  readonly next: string
}

/** Shown at `/r/<room>/<path>`, or at `/r/<room>/<path>/<argument>`. */
export interface Panel {
  /** Small letters, so that it never looks like a message's number. */
  readonly path: string
  readonly title: string
  readonly View: View<PanelProps>
}

export interface PanelProps {
  readonly room: RoomState
  /** What follows the panel's name in the address: a thread's number, a person's handle. */
  readonly argument: string | null
  readonly close: () => void
}

/** What the shell can do for a feature. */
export interface Shell {
  readonly client: Client
  readonly me: Me
  /** The room in the address, if this person is in it. */
  readonly room: Room | null
  go(path: string): void
  /** Goes to the next room of the sidebar, or the one before; if asked so, to one with something unread. */
  walk(step: 1 | -1, onlyUnread?: boolean): void
  /** Shows a panel beside the room in the address. */
  openPanel(path: string): void
  show(overlay: Overlay): void
  /** Says in a few words that something was done whose effect cannot be seen. */
  say(text: string): void
}

export interface Command extends Ordered {
  readonly label: string
  readonly icon: IconName
  /** Other words that lead to it. */
  readonly words?: string
  /** The menus that it is in, besides the palette. */
  readonly menus?: readonly ('server' | 'account')[]
  isOffered?(shell: Shell): boolean
  act(shell: Shell): void
}

/** A message that does something: `/topic Lunch at one`. */
export interface SlashCommand extends Ordered {
  /** What stands behind the slash, in small letters. */
  readonly name: string
  /** What follows the name, for people: `[text]`. Empty if nothing does. */
  readonly takes: string
  readonly label: string
  readonly icon: IconName
  isOffered?(room: Room, shell: Shell): boolean
  /** Returns the message to send, or null for none. Its error is shown, and what was written stays. */
  run(rest: string, room: Room, shell: Shell): string | null | Promise<string | null>
}

export interface Lookup extends Ordered {
  readonly icon: IconName
  label(query: string): string
  act(query: string, shell: Shell): void
}

export interface RoomMenuItem extends Ordered {
  readonly label: string
  readonly icon: IconName
  readonly isDangerous?: boolean
  isOffered?(room: RoomState, shell: Shell): boolean
  act(room: RoomState, shell: Shell): void
}

/** A line of the key map. */
export interface KeyBinding extends Ordered {
  /** `Mod+K` (Ctrl, or Cmd on a Mac), `Alt+Shift+ArrowUp`, `?`. Several mean the same. */
  readonly keys: readonly string[]
  readonly label: string
  readonly group: KeyGroup
  /** Absent where a component listens by itself, such as the composer: then this only documents the keys. */
  act?(shell: Shell): void
}

export type KeyGroup = 'Everywhere' | 'Rooms' | 'Messages' | 'Writing'

/** A message that the server has, as features see it. */
export interface ShownMessage {
  readonly room: Room
  /** Where it is: its room, or a thread in it, of which this is the root. */
  readonly place: Place
  readonly thread: number | null
  readonly seq: number
  readonly sender: string
  readonly body: string
  readonly mentions: NonNullable<Message['mentions']>
  readonly groups: NonNullable<Message['groups']>
  readonly wide: Message['wide']
  readonly forwarded: Message['forwarded']
  readonly notice: ShownNotice | null
  readonly erased: boolean
  readonly at: Date
  readonly editedAt: Date | null
}

/** Who acts on messages, and what the timeline does for them. */
export interface Acting {
  readonly client: Client
  readonly me: Me
  readonly isModerator: boolean
  /** The overlay is about a message. */
  show(overlay: Overlay): void
  /** Says in a few words that something was done whose effect cannot be seen. */
  say(text: string): void
  /** Shows a panel beside the room. */
  openPanel(path: string): void
  /** Puts the focus on a message: the button that had it is going away. */
  focusMessage(seq: number): void
  /** Puts the focus where one writes; on a touch screen, where that opens a keyboard, on the message instead. */
  focusComposer(seq: number): void
}

export interface MessageAction extends Ordered {
  readonly label: string
  readonly icon: IconName
  /** Seldom wanted: it is in the menu at the bar's end. */
  readonly isRare?: boolean
  /** A letter that does the same while the message has the focus. */
  readonly key?: string
  /** Also for notices of what happened, which nobody wrote. */
  readonly isForNotices?: boolean
  isOffered(message: ShownMessage, acting: Acting, now: number): boolean
  /** `opener` is the button, or the message if a letter was pressed. */
  act(message: ShownMessage, acting: Acting, opener: HTMLElement): void
}

export interface MessageProps {
  readonly message: ShownMessage
  readonly acting: Acting
}

export interface AroundMessageProps {
  /** Null while the message is on its way to the server. The text stays the same element when it arrives. */
  readonly message: ShownMessage | null
  readonly acting: Acting
  readonly children: ReactNode
}

export interface SendingProps {
  /** Where what is written would be sent. */
  readonly place: Place
  /** There is nothing that could be sent. */
  readonly isEmpty: boolean
}

export interface ComposerButtonProps {
  readonly room: Room
  /** Where the text goes: the room, or a thread in it. */
  readonly place: Place
  /** Puts a text where the caret is. */
  readonly insert: (text: string) => void
}
