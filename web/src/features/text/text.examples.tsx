import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { Text } from './Text'

const STATES: Readonly<Record<string, string>> = {
  'In a line':
    'Plain, **bold**, *slanted*, ~~struck~~, `code`, https://example.com and [a link](https://example.com).',
  Lists: '- one\n- two\n    - below two\n\n1. first\n2. second',
  Quotation: '> Somebody else wrote this\n> on two lines.\n\nAnd an answer.',
  Code: '```\nplain = "a block without a language"\n```',
  'Code with colours': '```python\ndef greet(name):  # why\n    return f"Hello {name}", 42\n```',
  Table: '| Room | Members | Open |\n|---|--:|:-:|\n| Lobby | 12 | yes |\n| Den | 3 | no |',
  Spoiler: 'It was ||the butler||.',
  'A long word': 'w'.repeat(240),
}

export default {
  id: 'text',
  title: 'What people write',
  order: 60,
  states: Object.fromEntries(
    Object.entries(STATES).map(([name, body]) => [
      name,
      () => (
        <Inside>
          <Text body={body} />
        </Inside>
      ),
    ]),
  ),
} satisfies Examples
