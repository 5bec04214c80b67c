/** How a version's codewords are cut into blocks, each with codewords of its own that mend it. */
export interface Blocks {
  readonly version: number
  /** How many codewords of data each block has. */
  readonly sizes: readonly number[]
  /** How many more mend each. */
  readonly mending: number
}

/** Versions 1 to 10 with error correction M: codewords that mend, then how many blocks of which size. */
const VERSIONS: readonly (readonly [number, ...(readonly [number, number])[]])[] = [
  [10, [1, 16]],
  [16, [1, 28]],
  [26, [1, 44]],
  [18, [2, 32]],
  [24, [2, 43]],
  [16, [4, 27]],
  [18, [4, 31]],
  [22, [2, 38], [2, 39]],
  [22, [3, 36], [2, 37]],
  [26, [4, 43], [1, 44]],
]
const BYTES = 0b0100
const PADDING = [0xec, 0x11] as const

/** The smallest version that holds so many bytes; null if none here does. */
export function blocksFor(length: number): Blocks | null {
  const all = VERSIONS.map(([mending, ...groups], at) => ({
    version: at + 1,
    mending,
    sizes: groups.flatMap(([count, size]) => Array<number>(count).fill(size)),
  }))
  return all.find((blocks) => headBits(blocks) + 8 * length <= 8 * sum(blocks.sizes)) ?? null
}

/** The text's bytes as they lie in the code: the blocks' data in turn, then what mends them in turn. */
export function codewords(bytes: Uint8Array, blocks: Blocks): Uint8Array {
  const data = padded(bytes, blocks)
  let from = 0
  const cut = blocks.sizes.map((size) => data.slice(from, (from += size)))
  const mending = cut.map((block) => remainder(block, blocks.mending))
  return new Uint8Array([...inTurn(cut), ...inTurn(mending)])
}

/** What it is, how long it is, the bytes, an end of four bits at most, and padding. */
function padded(bytes: Uint8Array, blocks: Blocks): number[] {
  const room = sum(blocks.sizes)
  const length = bytes.length.toString(2).padStart(headBits(blocks) - 4, '0')
  const body = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const bits = `${BYTES.toString(2).padStart(4, '0')}${length}${body}0000`.slice(0, 8 * room)
  const data = (bits.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2))
  for (let at = 0; data.length < room; at++) data.push(PADDING[at % 2 === 0 ? 0 : 1])
  return data
}

/** What remains of a block after division by the polynomial with so many powers of 2 as its roots, over GF(256). */
function remainder(block: readonly number[], degree: number): number[] {
  let rest = Array<number>(degree).fill(0)
  const divisor = generator(degree)
  for (const byte of block) {
    const factor = byte ^ (rest[0] ?? 0)
    rest = [...rest.slice(1), 0].map((value, at) => value ^ times(divisor[at] ?? 0, factor))
  }
  return rest
}

/** Its coefficients below the highest, which is 1. */
function generator(degree: number): number[] {
  let product = [1]
  let root = 1
  for (let at = 0; at < degree; at++) {
    const shifted = [...product, 0]
    product = shifted.map((value, index) => value ^ times(product[index - 1] ?? 0, root))
    root = times(root, 2)
  }
  return product.slice(1)
}

/** A product in GF(256), modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product >> 7 ? 0x11d : 0)
    if ((b >> bit) & 1) product ^= a
  }
  return product
}

function headBits({ version }: Blocks): number {
  return 4 + (version < 10 ? 8 : 16)
}

function inTurn(blocks: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...blocks.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => blocks.flatMap((block) => block[at] ?? [])).flat()
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
