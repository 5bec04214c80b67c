import { blocksFor, codewords } from './qr-codewords'

/** The modules of a code, row by row: true is dark. */
export type Modules = readonly (readonly boolean[])[]

/** Null while a module is free for data. */
type Grid = (boolean | null)[][]

const MASKS: readonly ((y: number, x: number) => boolean)[] = [
  (y, x) => (y + x) % 2 === 0,
  (y) => y % 2 === 0,
  (_, x) => x % 3 === 0,
  (y, x) => (y + x) % 3 === 0,
  (y, x) => ((y >> 1) + Math.floor(x / 3)) % 2 === 0,
  (y, x) => ((y * x) % 2) + ((y * x) % 3) === 0,
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2 === 0,
  (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2 === 0,
]
/** Error correction M, which survives a scratch over 15 % of the code, is 0 in the format's two highest bits. */
const FORMAT = { generator: 0b101_0011_0111, width: 10, mask: 0b101_0100_0001_0010 }
const VERSION = { generator: 0b1_1111_0010_0101, width: 12 }

/** A text as a QR code (ISO/IEC 18004), up to 213 bytes of UTF-8. Null if it is longer. */
export function qrCode(text: string): Modules | null {
  const bytes = new TextEncoder().encode(text)
  const blocks = blocksFor(bytes.length)
  if (!blocks) return null
  const frame = framed(blocks.version)
  const filled = MASKS.map((_, mask) => masked(frame, codewords(bytes, blocks), mask))
  // Of all masks the one whose picture a camera reads best.
  return filled.reduce((best, next) => (penalty(next) < penalty(best) ? next : best))
}

/** Everything but the data, and the format left light. */
function framed(version: number): Grid {
  const side = 17 + 4 * version
  const grid: Grid = Array.from({ length: side }, () => Array<boolean | null>(side).fill(null))
  for (const [y, x] of [
    [0, 0],
    [0, side - 7],
    [side - 7, 0],
  ] as const)
    drawFinder(grid, y, x)
  const middles = alignments(version)
  for (const y of middles) for (const x of middles) if (grid[y]?.[x] === null) drawSquares(grid, y, x, 2, [1])
  for (let at = 8; at < side - 8; at++) {
    set(grid, 6, at, at % 2 === 0)
    set(grid, at, 6, at % 2 === 0)
  }
  drawFormat(grid, () => false)
  if (version >= 7) drawVersion(grid, version)
  return grid
}

function drawFinder(grid: Grid, y: number, x: number): void {
  drawSquares(grid, y + 3, x + 3, 4, [4, 2])
}

/** Nested squares around a middle, light where the distance to it is one of these. */
function drawSquares(grid: Grid, y: number, x: number, radius: number, light: readonly number[]): void {
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      set(grid, y + dy, x + dx, !light.includes(Math.max(Math.abs(dy), Math.abs(dx))))
    }
  }
}

/** Where the small squares have their middles, in both directions; three of them lie under the large ones. */
function alignments(version: number): readonly number[] {
  if (version === 1) return []
  const last = 10 + 4 * version
  return version < 7 ? [6, last] : [6, (6 + last) / 2, last]
}

function drawFormat(grid: Grid, isDark: (bit: number) => boolean): void {
  const side = grid.length
  for (let bit = 0; bit < 15; bit++) {
    const dark = isDark(bit)
    // Around the upper left finder, going around the timing pattern; and split between the two others.
    if (bit < 8) {
      set(grid, bit < 6 ? bit : bit + 1, 8, dark)
      set(grid, 8, side - 1 - bit, dark)
    } else {
      set(grid, 8, bit === 8 ? 7 : 14 - bit, dark)
      set(grid, side - 15 + bit, 8, dark)
    }
  }
  set(grid, side - 8, 8, true)
}

function drawVersion(grid: Grid, version: number): void {
  const bits = withRemainder(version, VERSION)
  for (let bit = 0; bit < 18; bit++) {
    const [long, short] = [Math.floor(bit / 3), grid.length - 11 + (bit % 3)]
    set(grid, long, short, isSet(bits, bit))
    set(grid, short, long, isSet(bits, bit))
  }
}

/** The frame with the data in it, two columns at a time from the lower right, up and down in turn. */
function masked(frame: Grid, data: Uint8Array, mask: number): boolean[][] {
  const side = frame.length
  const grid = frame.map((row) => [...row])
  const flips = MASKS[mask] ?? (() => false)
  let bit = 0
  const put = (y: number, x: number) => {
    if (grid[y]?.[x] !== null) return
    const isDark = isSet(data[bit >> 3] ?? 0, 7 - (bit & 7))
    set(grid, y, x, isDark !== flips(y, x))
    bit++
  }
  let goesUp = true
  for (let right = side - 1; right > 0; right -= 2) {
    if (right === 6) right-- // the timing pattern's own column
    for (let step = 0; step < side; step++) {
      const y = goesUp ? side - 1 - step : step
      put(y, right)
      put(y, right - 1)
    }
    goesUp = !goesUp
  }
  const format = withRemainder(mask, FORMAT) ^ FORMAT.mask
  drawFormat(grid, (at) => isSet(format, at))
  return grid.map((row) => row.map((isDark) => isDark === true))
}

/** A number, followed by what remains of it after division by a polynomial over one bit. */
function withRemainder(value: number, { generator, width }: { generator: number; width: number }): number {
  let rest = value << width
  for (let bit = 31 - Math.clz32(rest); bit >= width; bit--)
    if (isSet(rest, bit)) rest ^= generator << (bit - width)
  return (value << width) | rest
}

/** How hard a code is to read: long lines, plain squares, what looks like a finder, and too much of one colour. */
function penalty(code: Modules): number {
  const rows = code.map((row) => row.map(Number).join(''))
  const columns = rows.map((_, x) => rows.map((row) => row[x]).join(''))
  let sum = 0
  for (const line of [...rows, ...columns]) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2
    sum += 40 * (count(line, /(?=10111010000)/g) + count(line, /(?=00001011101)/g))
  }
  for (let y = 1; y < code.length; y++) {
    for (let x = 1; x < code.length; x++) {
      const sort = code[y]?.[x]
      if (sort === code[y - 1]?.[x] && sort === code[y]?.[x - 1] && sort === code[y - 1]?.[x - 1]) sum += 3
    }
  }
  const dark = count(rows.join(''), /1/g) / code.length ** 2
  return sum + 10 * Math.floor(Math.abs(dark - 0.5) * 20)
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length
}

function set(grid: Grid, y: number, x: number, isDark: boolean): void {
  const row = grid[y]
  if (row && x >= 0 && x < row.length) row[x] = isDark
}

function isSet(value: number, bit: number): boolean {
  return ((value >> bit) & 1) === 1
}
