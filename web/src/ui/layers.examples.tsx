import type { Examples } from '../features/styles/examples'
import { Opened } from '../features/styles/Opened'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { Field } from './Field'
import { MenuButton, MenuHeading, MenuItem, MenuLine } from './Menu'
import { Popover } from './Popover'

const nothing = () => {}
const BUTTON = 'h-9 rounded-lg border border-line px-3.5 text-sm'

/** Above everything else, so one at a time: a button opens each. */
export default {
  id: 'layers',
  title: 'Dialogs and menus',
  order: 30,
  states: {
    Dialog: () => (
      <Opened name="Open the dialog">
        {(close) => (
          <Dialog title="Leave the room?" onClose={close}>
            <div className="flex flex-col gap-4">
              <p className="text-soft">You can join it again at any time.</p>
              <Field label="Why, if you like to say" />
              <div className="flex justify-end gap-2">
                <Button look="plain" onClick={close}>
                  Cancel
                </Button>
                <Button look="danger" onClick={close}>
                  Leave room
                </Button>
              </div>
            </div>
          </Dialog>
        )}
      </Opened>
    ),
    Popover: () => (
      <Opened name="Open the popover">
        {(close, anchor) => (
          <Popover label="A popover" anchor={anchor} onClose={close}>
            <div className="flex flex-col gap-2 p-4 text-sm">
              <p>It stands beside what opened it.</p>
              <Button onClick={close}>Close</Button>
            </div>
          </Popover>
        )}
      </Opened>
    ),
    Menu: () => (
      <MenuButton
        label="Open the menu"
        isLabelled
        className={BUTTON}
        items={(close) => (
          <>
            <MenuHeading>Theme</MenuHeading>
            <MenuItem icon="sun" label="Light" chosen onSelect={close} />
            <MenuItem icon="moon" label="Dark" chosen={false} onSelect={close} />
            <MenuLine />
            <MenuItem icon="link" label="Copy link" hint={<kbd>L</kbd>} onSelect={nothing} />
            <MenuItem icon="trash" label="Delete message" isDangerous onSelect={close} />
          </>
        )}
      >
        Open the menu
      </MenuButton>
    ),
  },
} satisfies Examples
