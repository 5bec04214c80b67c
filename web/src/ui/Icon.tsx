const PATHS = {
  hash: 'M9 4 7 20M17 4l-2 16M4 9h17M3 15h17',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  plus: 'M12 5v14M5 12h14',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM16 16l4.5 4.5',
  send: 'M4 12 20 4l-4.5 16-4-6.5L4 12ZM11.5 13.5 20 4',
  people:
    'M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM3 19.5c.6-3.3 3-5 6-5s5.4 1.7 6 5M16 5.300a3.5 3.5 0 0 1 0 6.400M18 15c1.7.800 2.7 2.3 3 4.5',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4',
  moon: 'M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500Z',
  screen: 'M3.5 5h17v11h-17zM9 20h6M12 16v4',
  down: 'M12 5v14M6 13l6 6 6-6',
  back: 'M19 12H5M11 6l-6 6 6 6',
  close: 'M6 6l12 12M18 6 6 18',
  leave: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  compass: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18ZM15.5 8.500l-2 5-5 2 2-5z',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 8v4.500l3 1.5',
  unread: 'M20 11v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h7M18 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  gear: 'M10.4 5.5L10.6 2.9L13.4 2.9L13.6 5.5L15.5 6.3L17.4 4.6L19.4 6.6L17.7 8.5L18.5 10.4L21.1 10.6L21.1 13.4L18.5 13.6L17.7 15.5L19.4 17.4L17.4 19.4L15.5 17.7L13.6 18.5L13.4 21.1L10.6 21.1L10.4 18.5L8.5 17.7L6.6 19.4L4.6 17.4L6.3 15.5L5.5 13.6L2.9 13.4L2.9 10.6L5.5 10.4L6.3 8.5L4.6 6.6L6.6 4.6L8.5 6.3ZM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z',
  smile:
    'M12 3.500a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM8.5 14c.8 1.6 2 2.4 3.500 2.400s2.700-.8 3.500-2.400M9 9.500v.5M15 9.500v.5',
  pencil: 'M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19zM14 6.500l3.500 3.500',
  chevron: 'M6 9.5l6 6 6-6',
  next: 'M9.5 6l6 6-6 6',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.300l-1.200 1.200M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1.200-1.200',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  read: 'M2.5 12.500l4 4 8.500-9M12 16l.5.500 9-9.500',
  keyboard: 'M3 6.500h18v11H3zM7 10h.01M10.500 10h.01M14 10h.01M17 10h.01M8 14h8',
  person:
    'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM4.5 20c.8-3.600 3.700-5.500 7.500-5.500s6.700 1.900 7.500 5.500',
  contrast:
    'M12 3.500a8.5 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17ZM12 3.500v17M12 7h5M12 11h7.500M12 15h6.500',
  info: 'M12 3.500a8.5 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17ZM12 11v5M12 7.800v.2',
  alert: 'M12 4 2.5 20h19zM12 10v4.500M12 17.200v.3',
} as const

export type IconName = keyof typeof PATHS

/** A picture beside words that already say it, or inside a control that has a label. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      className="shrink-0"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
