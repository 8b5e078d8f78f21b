// A QR code (ISO/IEC 18004) of a text: bytes, error correction L, the smallest of versions 1 to 20 that it fits into.

/** Of version n, at [n]: check bytes of a block, and how many blocks. */
const CHECK = [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28]
const BLOCKS = [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8]

/** Where the alignment patterns' centres are, along one side. */
function centres(version: number): number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const last = version * 4 + 10
  const step = Math.ceil((last - 6) / (count - 1) / 2) * 2
  const found = [6]
  for (let at = last - (count - 2) * step; found.length < count; at += step) found.push(at)
  return found
}

/** How many bytes of data and checks there is room for. */
function capacity(version: number): number {
  const size = version * 4 + 17
  const align = centres(version).length
  let bits = size * size - 3 * 64 - 31 - 2 * (size - 16)
  if (version > 1) bits -= (align * align - 3) * 25 - (align - 2) * 2 * 5
  if (version >= 7) bits -= 36
  return Math.floor(bits / 8)
}

// Arithmetic in the field of 256 elements, by logarithms to the base 2 (x^8 + x^4 + x^3 + x^2 + 1).
const EXP = new Uint8Array(255)
const LOG = new Uint8Array(256)
for (let power = 0, value = 1; power < 255; ++power) {
  EXP[power] = value
  LOG[value] = power
  value = (value << 1) ^ (value & 128 ? 0x11d : 0)
}
const times = (a: number, b: number) => (a && b ? EXP[(LOG[a]! + LOG[b]!) % 255]! : 0)

/** The remainder of the data by the Reed-Solomon generator of that degree. */
function check_bytes(data: number[], degree: number): number[] {
  let generator = [1]
  for (let root = 0; root < degree; ++root) {
    const next = new Array<number>(generator.length + 1).fill(0)
    generator.forEach((factor, at) => {
      next[at] = next[at]! ^ factor
      next[at + 1] = next[at + 1]! ^ times(factor, EXP[root]!)
    })
    generator = next
  }
  const rest = [...data, ...new Array<number>(degree).fill(0)]
  for (let at = 0; at < data.length; ++at) {
    const lead = rest[at]!
    for (let term = 0; term <= degree; ++term) rest[at + term] = rest[at + term]! ^ times(generator[term]!, lead)
  }
  return rest.slice(data.length)
}

/** Data and check bytes in the order in which they stand in the picture. */
function codewords(bytes: Uint8Array, version: number): number[] {
  const blocks = BLOCKS[version]!
  const check = CHECK[version]!
  const whole = capacity(version)
  const room = whole - blocks * check
  const bits: number[] = []
  const put = (value: number, width: number) => { for (let bit = width - 1; bit >= 0; --bit) bits.push((value >> bit) & 1) }
  put(0b0100, 4)
  put(bytes.length, version < 10 ? 8 : 16)
  bytes.forEach((byte) => put(byte, 8))
  put(0, Math.min(4, room * 8 - bits.length))
  while (bits.length % 8) bits.push(0)
  const data: number[] = []
  for (let at = 0; at < bits.length; at += 8) data.push(bits.slice(at, at + 8).reduce((value, bit) => value * 2 + bit, 0))
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad)
  // The last blocks have one byte of data more.
  const short = Math.floor(room / blocks)
  const long_from = blocks - (room % blocks)
  const parts: { data: number[]; check: number[] }[] = []
  for (let block = 0, at = 0; block < blocks; ++block) {
    const length = short + (block >= long_from ? 1 : 0)
    const part = data.slice(at, at + length)
    parts.push({ data: part, check: check_bytes(part, check) })
    at += length
  }
  const out: number[] = []
  for (let at = 0; at <= short; ++at) for (const part of parts) if (at < part.data.length) out.push(part.data[at]!)
  for (let at = 0; at < check; ++at) for (const part of parts) out.push(part.check[at]!)
  return out
}

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

class Picture {
  readonly size: number
  readonly dark: boolean[][]
  private readonly fixed: boolean[][]
  constructor(readonly version: number) {
    this.size = version * 4 + 17
    this.dark = Array.from({ length: this.size }, () => new Array<boolean>(this.size).fill(false))
    this.fixed = this.dark.map((row) => [...row])
  }
  private fix(x: number, y: number, dark: boolean) {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return
    this.dark[y]![x] = dark
    this.fixed[y]![x] = true
  }
  patterns() {
    for (let at = 0; at < this.size; ++at) { this.fix(6, at, at % 2 === 0); this.fix(at, 6, at % 2 === 0) }
    for (const [x, y] of [[3, 3], [this.size - 4, 3], [3, this.size - 4]] as const) {
      for (let dy = -4; dy <= 4; ++dy) for (let dx = -4; dx <= 4; ++dx) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy))
        this.fix(x + dx, y + dy, ring !== 2 && ring !== 4)
      }
    }
    const all = centres(this.version)
    all.forEach((x, column) => all.forEach((y, row) => {
      const corner = (column === 0 && row === 0) || (column === 0 && row === all.length - 1) || (column === all.length - 1 && row === 0)
      if (corner) return
      for (let dy = -2; dy <= 2; ++dy) for (let dx = -2; dx <= 2; ++dx) this.fix(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
    }))
    this.format(0)
    if (this.version >= 7) this.version_bits()
  }
  /** Level L, and the mask, twice. */
  format(mask: number) {
    const data = (0b01 << 3) | mask
    let rest = data
    for (let i = 0; i < 10; ++i) rest = (rest << 1) ^ ((rest >> 9) * 0x537)
    const bits = ((data << 10) | rest) ^ 0x5412
    const bit = (i: number) => ((bits >> i) & 1) === 1
    for (let i = 0; i <= 5; ++i) this.fix(8, i, bit(i))
    this.fix(8, 7, bit(6))
    this.fix(8, 8, bit(7))
    this.fix(7, 8, bit(8))
    for (let i = 9; i < 15; ++i) this.fix(14 - i, 8, bit(i))
    for (let i = 0; i < 8; ++i) this.fix(this.size - 1 - i, 8, bit(i))
    for (let i = 8; i < 15; ++i) this.fix(8, this.size - 15 + i, bit(i))
    this.fix(8, this.size - 8, true)
  }
  private version_bits() {
    let rest = this.version
    for (let i = 0; i < 12; ++i) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25)
    const bits = (this.version << 12) | rest
    for (let i = 0; i < 18; ++i) {
      const far = this.size - 11 + (i % 3)
      const near = Math.floor(i / 3)
      this.fix(far, near, ((bits >> i) & 1) === 1)
      this.fix(near, far, ((bits >> i) & 1) === 1)
    }
  }
  /** In columns of two, up and down by turns, from the right. */
  fill(bytes: number[]) {
    let at = 0
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5
      for (let step = 0; step < this.size; ++step) {
        const up = ((right + 1) & 2) === 0
        const y = up ? this.size - 1 - step : step
        for (const x of [right, right - 1]) {
          if (this.fixed[y]![x] || at >= bytes.length * 8) continue
          this.dark[y]![x] = ((bytes[at >> 3]! >> (7 - (at & 7))) & 1) === 1
          ++at
        }
      }
    }
  }
  mask(mask: number) {
    for (let y = 0; y < this.size; ++y) for (let x = 0; x < this.size; ++x) {
      if (!this.fixed[y]![x] && MASKS[mask]!(x, y)) this.dark[y]![x] = !this.dark[y]![x]
    }
  }
  /** How hard it is to read: runs, squares, what looks like a corner, and too much of one colour. */
  penalty(): number {
    let points = 0
    let black = 0
    const line = (at: (i: number) => boolean) => {
      let text = ''
      for (let i = 0; i < this.size; ++i) text += at(i) ? '1' : '0'
      for (const run of text.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2
      for (const look of ['10111010000', '00001011101']) {
        for (let i = text.indexOf(look); i >= 0; i = text.indexOf(look, i + 1)) points += 40
      }
    }
    for (let i = 0; i < this.size; ++i) {
      line((j) => this.dark[i]![j]!)
      line((j) => this.dark[j]![i]!)
    }
    for (let y = 0; y < this.size; ++y) for (let x = 0; x < this.size; ++x) {
      const one = this.dark[y]![x]!
      if (one) ++black
      if (x + 1 < this.size && y + 1 < this.size && one === this.dark[y]![x + 1] && one === this.dark[y + 1]![x] && one === this.dark[y + 1]![x + 1]) points += 3
    }
    return points + Math.floor(Math.abs(black * 20 / (this.size * this.size) - 10)) * 10
  }
}

/** Rows of modules, true for dark. Null where the text is too long. */
export function qr_code(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text)
  let version = 1
  const fits = () => capacity(version) - BLOCKS[version]! * CHECK[version]! >= bytes.length + (version < 10 ? 2 : 3)
  while (version < 20 && !fits()) ++version
  if (!fits()) return null
  const words = codewords(bytes, version)
  let best: { picture: Picture; points: number } | null = null
  for (let mask = 0; mask < 8; ++mask) {
    const picture = new Picture(version)
    picture.patterns()
    picture.fill(words)
    picture.mask(mask)
    picture.format(mask)
    const points = picture.penalty()
    if (!best || points < best.points) best = { picture, points }
  }
  return best!.picture.dark
}
