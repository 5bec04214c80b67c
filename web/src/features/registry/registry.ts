import type { Acting, Feature, MessageAction, Ordered, ShownMessage } from './feature'

/** Everything that the features add, place by place, in the order in which it is shown. */
export type Registry = ReturnType<typeof collect>

export function collect(features: readonly Feature[]) {
  return {
    sidebar: inOrder(features.flatMap(({ sidebar = [] }) => sidebar)),
    roomLists: inOrder(features.flatMap(({ roomLists = [] }) => roomLists)),
    pages: features.flatMap(({ pages = [] }) => pages),
    settingsPages: inOrder(features.flatMap(({ settingsPages = [] }) => settingsPages)),
    signInWays: inOrder(features.flatMap(({ signInWays = [] }) => signInWays)),
    accountSections: inOrder(features.flatMap(({ accountSections = [] }) => accountSections)),
    headerButtons: inOrder(features.flatMap(({ headerButtons = [] }) => headerButtons)),
    roomMenu: inOrder(features.flatMap(({ roomMenu = [] }) => roomMenu)),
    panels: features.flatMap(({ panels = [] }) => panels),
    messageActions: inOrder(features.flatMap(({ messageActions = [] }) => messageActions)),
    aroundMessages: inOrder(features.flatMap(({ aroundMessages = [] }) => aroundMessages)),
    belowMessages: inOrder(features.flatMap(({ belowMessages = [] }) => belowMessages)),
    composerButtons: inOrder(features.flatMap(({ composerButtons = [] }) => composerButtons)),
    sendingButtons: inOrder(features.flatMap(({ sendingButtons = [] }) => sendingButtons)),
    composerNotes: inOrder(features.flatMap(({ composerNotes = [] }) => composerNotes)),
    notices: inOrder(features.flatMap(({ notices = [] }) => notices)),
    completions: features.flatMap(({ completions = [] }) => completions),
    slashCommands: inOrder(features.flatMap(({ slashCommands = [] }) => slashCommands)),
    commands: inOrder(features.flatMap(({ commands = [] }) => commands)),
    lookups: inOrder(features.flatMap(({ lookups = [] }) => lookups)),
    keys: inOrder(features.flatMap(({ keys = [] }) => keys)),
    later: features.flatMap(({ later = [] }) => later),
    forget: features.flatMap(({ forget = [] }) => forget),
  }
}

export function offeredActions(
  { messageActions }: Pick<Registry, 'messageActions'>,
  message: ShownMessage,
  acting: Acting,
  now: number = Date.now(),
): MessageAction[] {
  return messageActions.filter(
    (action) => (message.notice === null || action.isForNotices) && action.isOffered(message, acting, now),
  )
}

/** The action that a letter stands for, if this message offers it. */
export function actionOfKey(
  registry: Pick<Registry, 'messageActions'>,
  key: string,
  message: ShownMessage,
  acting: Acting,
): MessageAction | undefined {
  const letter = key.toLowerCase()
  return offeredActions(registry, message, acting).find((action) => action.key === letter)
}

function inOrder<T extends Ordered>(entries: readonly T[]): readonly T[] {
  return entries.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
}
