import type { Examples } from '../features/styles/examples'
import { Button } from './Button'
import { Notice } from './Notice'
import { Skeleton } from './Skeleton'
import { Toast } from './Toast'

const nothing = () => {}

export default {
  id: 'notes',
  title: 'Waiting, and nothing to show',
  order: 40,
  states: {
    'A page with nothing else in it': () => (
      <Notice title="The server cannot be reached">
        <p>Parley keeps trying, and goes on by itself.</p>
        <Button look="primary">Try now</Button>
      </Notice>
    ),
    'Lines that are being loaded': () => <Skeleton label="Loading" lines={4} />,
    'Something was done': () => (
      // What is fixed to the window is fixed to this box instead.
      <div className="relative h-40 contain-layout">
        <Toast text="The link is copied." onGone={nothing} />
      </div>
    ),
  },
} satisfies Examples
