/** Unpacks DEFLATE (RFC 1951) where the browser has no DecompressionStream. */

const BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const MORE = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const FAR = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const FARTHER = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const HEADER = 10;

/** A Huffman code: how many symbols have each length, and the symbols in the order of their codes. */
interface Code {
  counts: number[];
  symbols: number[];
}

function codeOf(lengths: readonly number[]): Code {
  const counts = new Array<number>(16).fill(0);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const symbols: number[] = [];
  for (let length = 1; length < 16; length += 1) {
    lengths.forEach((one, symbol) => { if (one === length) symbols.push(symbol); });
  }
  return { counts, symbols };
}

class Reader {
  private at = HEADER;
  private held = 0;
  private count = 0;

  constructor(private readonly bytes: Uint8Array) {}

  bits(wanted: number): number {
    while (this.count < wanted) {
      const next = this.bytes[this.at];
      if (next === undefined) throw new Error("the packed answers end too early");
      this.held |= next << this.count;
      this.at += 1;
      this.count += 8;
    }
    const found = this.held & ((1 << wanted) - 1);
    this.held >>>= wanted;
    this.count -= wanted;
    return found;
  }

  symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length += 1) {
      code |= this.bits(1);
      const count = counts[length] ?? 0;
      if (code - count < first) return symbols[index + (code - first)] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("the packed answers are damaged");
  }

  /** The bytes of a stored block, which begins at a whole byte. */
  stored(): Uint8Array {
    this.held = 0;
    this.count = 0;
    const size = (this.bytes[this.at] ?? 0) | ((this.bytes[this.at + 1] ?? 0) << 8);
    this.at += 4 + size;
    return this.bytes.subarray(this.at - size, this.at);
  }
}

function fixedCodes(): [Code, Code] {
  const lengths = Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8));
  return [codeOf(lengths), codeOf(new Array<number>(30).fill(5))];
}

function toldCodes(reader: Reader): [Code, Code] {
  const [literals, distances, own] = [reader.bits(5) + 257, reader.bits(5) + 1, reader.bits(4) + 4];
  const first = new Array<number>(19).fill(0);
  for (const symbol of ORDER.slice(0, own)) first[symbol] = reader.bits(3);
  const code = codeOf(first);
  const lengths: number[] = [];
  while (lengths.length < literals + distances) {
    const symbol = reader.symbol(code);
    if (symbol < 16) lengths.push(symbol);
    else {
      const repeated = symbol === 16 ? (lengths[lengths.length - 1] ?? 0) : 0;
      const times = symbol === 16 ? 3 + reader.bits(2) : symbol === 17 ? 3 + reader.bits(3) : 11 + reader.bits(7);
      for (let turn = 0; turn < times; turn += 1) lengths.push(repeated);
    }
  }
  return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
}

/** Return what a gzip file without extra header fields holds. */
export function inflate(packed: Uint8Array): Uint8Array {
  const reader = new Reader(packed);
  // The last four bytes of a gzip file are the size of what it holds.
  const size = new DataView(packed.buffer, packed.byteOffset + packed.length - 4).getUint32(0, true);
  const found = new Uint8Array(size);
  let at = 0;
  for (let last = 0; last === 0; ) {
    last = reader.bits(1);
    const kind = reader.bits(2);
    if (kind === 0) {
      const part = reader.stored();
      found.set(part, at);
      at += part.length;
      continue;
    }
    const [literals, distances] = kind === 1 ? fixedCodes() : toldCodes(reader);
    for (let symbol = reader.symbol(literals); symbol !== 256; symbol = reader.symbol(literals)) {
      if (symbol < 256) {
        found[at] = symbol;
        at += 1;
        continue;
      }
      const length = (BASES[symbol - 257] ?? 0) + reader.bits(MORE[symbol - 257] ?? 0);
      const far = reader.symbol(distances);
      const back = (FAR[far] ?? 0) + reader.bits(FARTHER[far] ?? 0);
      for (let turn = 0; turn < length; turn += 1, at += 1) found[at] = found[at - back] ?? 0;
    }
  }
  return found;
}
