/**
 * The pixel loops of the local evaluator in AssemblyScript with SIMD, compiled into `bytes.ts` by `scripts/kernels.ts`. Each buffer from
 * `memory.ts` has 64 spare bytes, because loops of four may read and write beyond its end; values there have no meaning. Sums of doubles
 * are added in the order of the formula, so that hashes stay the same.
 */

const LUMA_RG: v128 = i16x8(299, 587, 299, 587, 299, 587, 299, 587);
const LUMA_B: v128 = i16x8(114, 0, 114, 0, 114, 0, 114, 0);
const ZERO: v128 = i32x4(0, 0, 0, 0);

/** Shuffles four pixels of three bytes into pairs of 16 bits; -1 gives zero. */
const RED_GREEN: v128 = i8x16(0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1);
const BLUE: v128 = i8x16(2, -1, -1, -1, 5, -1, -1, -1, 8, -1, -1, -1, 11, -1, -1, -1);
/** Shuffles each channel of the first two pixels side by side, and of the next two. */
const ONE_TWO: v128 = i8x16(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1);
const THREE_FOUR: v128 = i8x16(6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1);

/** Returns the Rec. 601 luma of four pixels in thousandths. */
// @ts-ignore: decorator
@inline
function thousandths(rgb: usize): v128 {
  const four = v128.load(rgb);
  const rg = i8x16.swizzle(four, RED_GREEN);
  const b = i8x16.swizzle(four, BLUE);
  return i32x4.add(i32x4.dot_i16x8_s(rg, LUMA_RG), i32x4.dot_i16x8_s(b, LUMA_B));
}

function greyLine(rgb: usize, width: i32, line: usize): void {
  for (let x = 0; x < width; x += 4) v128.store(line + (x << 2), thousandths(rgb + x * 3));
}

/**
 * Adds the count, sum and sum of squares of the Laplacians (of thousandths) of each tile to `sums`: three doubles per tile, initially zero.
 * `lines` has space for three lines of grey, `stride` bytes apart.
 */
export function tileSums(rgb: usize, width: i32, height: i32, columns: i32, rows: i32, lines: usize, stride: i32, sums: usize): void {
  let above = lines;
  let here = above + stride;
  let below = here + stride;
  greyLine(rgb, width, above);
  if (height > 1) greyLine(rgb + width * 3, width, here);
  for (let y = 1, row = 0; y < height - 1; y++) {
    greyLine(rgb + (y + 1) * width * 3, width, below);
    while (row < rows - 1 && y >= ((row + 1) * height) / rows) row++;
    addLine(above, here, below, width, columns, sums + row * columns * 24);
    const free = above;
    above = here;
    here = below;
    below = free;
  }
}

function addLine(above: usize, here: usize, below: usize, width: i32, columns: i32, sums: usize): void {
  for (let column = 0, x = 1; column < columns; column++, sums += 24) {
    const right = min(width - 1, ((column + 1) * width) / columns);
    const left = x;
    let sum = ZERO;
    let squares = ZERO;
    for (; x + 4 <= right; x += 4) {
      const at = x << 2;
      const cross = i32x4.add(
        i32x4.add(v128.load(here + at - 4), v128.load(here + at, 4)),
        i32x4.add(v128.load(above + at), v128.load(below + at)),
      );
      const value = i32x4.sub(i32x4.shl(v128.load(here + at), 2), cross);
      sum = i32x4.add(sum, value);
      squares = i64x2.add(squares, i64x2.extmul_low_i32x4_s(value, value));
      squares = i64x2.add(squares, i64x2.extmul_high_i32x4_s(value, value));
    }
    let total: i64 = i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
    let power: i64 = i64x2.extract_lane(squares, 0) + i64x2.extract_lane(squares, 1);
    for (; x < right; x++) {
      const at = x << 2;
      const value: i64 =
        4 * load<i32>(here + at) - load<i32>(here + at - 4) - load<i32>(here + at, 4) - load<i32>(above + at) - load<i32>(below + at);
      total += value;
      power += value * value;
    }
    store<f64>(sums, load<f64>(sums) + <f64>max(0, right - left));
    store<f64>(sums, load<f64>(sums, 8) + <f64>total, 8);
    store<f64>(sums, load<f64>(sums, 16) + <f64>power, 16);
  }
}

/** Computes luma 0..255 as floats. Thousandths are integers below 2^24, so dividing them rounds as the doubles of the formula would. */
export function luma(rgb: usize, count: i32, to: usize): void {
  const unit = f32x4.splat(1000);
  for (let i = 0; i < count; i += 4) v128.store(to + (i << 2), f32x4.div(f32x4.convert_i32x4_s(thousandths(rgb + i * 3)), unit));
}

/** Counts the pixels of each of 256 levels of luma at `counts`: four histograms of 256 counts, initially zero, for the caller to add up. */
export function levels(grey: usize, count: i32, alpha: usize, counts: usize): void {
  const half = f32x4.splat(0.5);
  let i = 0;
  if (alpha == 0)
    for (; i + 4 <= count; i += 4) {
      const level = i32x4.trunc_sat_f32x4_s(f32x4.add(v128.load(grey + (i << 2)), half));
      count1(counts, i32x4.extract_lane(level, 0));
      count1(counts + 1024, i32x4.extract_lane(level, 1));
      count1(counts + 2048, i32x4.extract_lane(level, 2));
      count1(counts + 3072, i32x4.extract_lane(level, 3));
    }
  for (; i < count; i++)
    if (alpha == 0 || load<u8>(alpha + i) >= 128) count1(counts, <i32>(load<f32>(grey + (i << 2)) + 0.5));
}

// @ts-ignore: decorator
@inline
function count1(counts: usize, level: i32): void {
  const at = counts + (level << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** Transposes columns into lines of `stride` floats, a multiple of four. */
function transpose(from: usize, width: i32, height: i32, to: usize, stride: i32): void {
  const line = width << 2;
  for (let y = 0; y < height; y += 4)
    for (let x = 0; x < width; x += 4) {
      const at = from + ((y * width + x) << 2);
      const a = v128.load(at);
      const b = v128.load(at + line);
      const c = v128.load(at + 2 * line);
      const d = v128.load(at + 3 * line);
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
      const ef = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const gh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
      const put = to + ((x * stride + y) << 2);
      v128.store(put, v128.shuffle<i64>(ab, cd, 0, 2));
      v128.store(put + (stride << 2), v128.shuffle<i64>(ab, cd, 1, 3));
      v128.store(put + (stride << 3), v128.shuffle<i64>(ef, gh, 0, 2));
      v128.store(put + stride * 12, v128.shuffle<i64>(ef, gh, 1, 3));
    }
}

/** Writes, for each of `to` new pixels, the range of old pixels that it covers (two integers) to `runs`, and their shares to `factors`. */
function weigh(from: i32, to: i32, runs: usize, factors: usize): void {
  const scale = <f64>from / <f64>to;
  for (let i = 0; i < to; i++) {
    const start = <f64>i * scale;
    const end = min<f64>(from, <f64>(i + 1) * scale);
    const first = min(from - 1, <i32>Math.floor(start));
    const last = first + max(1, <i32>Math.ceil(end - 1e-6) - first);
    store<i32>(runs + (i << 3), first);
    store<i32>(runs + (i << 3), last, 4);
    for (let at = first; at < last; at++, factors += 4)
      store<f32>(factors, <f32>(max<f64>(0, min<f64>(end, at + 1) - max<f64>(start, at)) / (end - start)));
  }
}

// @ts-ignore: decorator
@inline
function doubles(floats: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(floats));
}

/**
 * Resizes floats by averaging the area that each new pixel covers. `columns` holds the picture's columns as lines of `stride` floats.
 * `free` has space for ranges and factors, and for `newWidth` × `stride` floats twice.
 */
function resizeColumns(columns: usize, width: i32, height: i32, stride: i32, to: usize, newWidth: i32, newHeight: i32, free: usize): void {
  const runs = free;
  const factors = runs + (max(newWidth, newHeight) << 3);
  const narrow = (factors + ((max(width, height) + 2 * max(newWidth, newHeight)) << 2) + 63) & ~15;
  const rows = narrow + ((((newWidth + 4) * stride) << 2) + 64);
  weigh(width, newWidth, runs, factors);
  for (let x = 0, next = factors; x < newWidth; x++) {
    const first = load<i32>(runs + (x << 3));
    const last = load<i32>(runs + (x << 3), 4);
    for (let y = 0; y < stride; y += 4) {
      let one = ZERO;
      let two = ZERO;
      for (let at = first, factor = next; at < last; at++, factor += 4) {
        const share = f64x2.splat(<f64>load<f32>(factor));
        const from = columns + ((at * stride + y) << 2);
        one = f64x2.add(one, f64x2.mul(doubles(from), share));
        two = f64x2.add(two, f64x2.mul(doubles(from + 8), share));
      }
      v128.store(
        narrow + ((x * stride + y) << 2),
        v128.shuffle<i64>(f32x4.demote_f64x2_zero(one), f32x4.demote_f64x2_zero(two), 0, 2),
      );
    }
    next += (last - first) << 2;
  }
  transpose(narrow, stride, newWidth, rows, (newWidth + 3) & ~3);
  const line = (newWidth + 3) & ~3;
  weigh(height, newHeight, runs, factors);
  for (let y = 0, next = factors; y < newHeight; y++) {
    const first = load<i32>(runs + (y << 3));
    const last = load<i32>(runs + (y << 3), 4);
    for (let x = 0; x < newWidth; x += 4) {
      let one = ZERO;
      let two = ZERO;
      for (let row = first, factor = next; row < last; row++, factor += 4) {
        const share = f64x2.splat(<f64>load<f32>(factor));
        const from = rows + ((row * line + x) << 2);
        // Rounded to a float after each row.
        one = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.add(one, f64x2.mul(doubles(from), share))));
        two = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.add(two, f64x2.mul(doubles(from + 8), share))));
      }
      const put = to + ((y * newWidth + x) << 2);
      const four = v128.shuffle<i64>(f32x4.demote_f64x2_zero(one), f32x4.demote_f64x2_zero(two), 0, 2);
      v128.store(put, four);
    }
    next += (last - first) << 2;
  }
}

/** Resizes a picture. `columns` has space for its columns. */
export function resize(from: usize, width: i32, height: i32, columns: usize, to: usize, newWidth: i32, newHeight: i32, free: usize): void {
  const stride = (height + 3) & ~3;
  transpose(from, width, height, columns, stride);
  resizeColumns(columns, width, height, stride, to, newWidth, newHeight, free);
}

/** Resizes the picture of the last call of `resize` with these columns again. */
export function resizeAgain(columns: usize, width: i32, height: i32, to: usize, newWidth: i32, newHeight: i32, free: usize): void {
  resizeColumns(columns, width, height, (height + 3) & ~3, to, newWidth, newHeight, free);
}

/**
 * Writes two doubles to `to`: the sum of the products of each pixel with its mirrored pixel, and the sum of the squares, both after
 * subtracting the mean.
 */
export function mirrorSums(grey: usize, width: i32, height: i32, to: usize): void {
  const count = width * height;
  let total = ZERO;
  let i = 0;
  for (; i + 2 <= count; i += 2) total = f64x2.add(total, doubles(grey + (i << 2)));
  let sum = f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
  if (i < count) sum += <f64>load<f32>(grey + (i << 2));
  const mean = sum / <f64>count;
  const means = f64x2.splat(mean);
  let products = ZERO;
  let squares = ZERO;
  let product: f64 = 0;
  let power: f64 = 0;
  for (let y = 0; y < height; y++) {
    const left = grey + ((y * width) << 2);
    const right = left + (width << 2);
    let x = 0;
    for (; x + 2 <= width; x += 2) {
      const value = f64x2.sub(doubles(left + (x << 2)), means);
      const other = f64x2.sub(doubles(right - ((x + 2) << 2)), means);
      products = f64x2.add(products, f64x2.mul(value, v128.shuffle<i64>(other, other, 1, 0)));
      squares = f64x2.add(squares, f64x2.mul(value, value));
    }
    if (x < width) {
      const value = <f64>load<f32>(left + (x << 2)) - mean;
      product += value * (<f64>load<f32>(left) - mean);
      power += value * value;
    }
  }
  store<f64>(to, product + f64x2.extract_lane(products, 0) + f64x2.extract_lane(products, 1));
  store<f64>(to, power + f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1), 8);
}

/**
 * Computes luma, Cb and Cr of a copy resized by area, as three consecutive planes of floats at `to`. Rows between the first and the last of
 * a range have equal weights, so their bytes are added first: at most 256 of them.
 */
export function chroma(rgb: usize, width: i32, height: i32, to: usize, newWidth: i32, newHeight: i32, free: usize): void {
  const downRuns = free;
  const down = downRuns + (newHeight << 3);
  const acrossRuns = (down + ((height + 2 * newHeight) << 2) + 15) & ~15;
  const across = acrossRuns + (newWidth << 3);
  const line = (across + ((width + 2 * newWidth) << 2) + 15) & ~15;
  weigh(height, newHeight, downRuns, down);
  weigh(width, newWidth, acrossRuns, across);
  const length = width * 3;
  const plane = (newWidth * newHeight) << 2;
  for (let y = 0, next = down; y < newHeight; y++) {
    const first = load<i32>(downRuns + (y << 3));
    const last = load<i32>(downRuns + (y << 3), 4);
    const count = last - first;
    const begin = f64x2.splat(<f64>load<f32>(next));
    const middle = f64x2.splat(count > 2 ? <f64>load<f32>(next, 4) : 0);
    const end = f64x2.splat(count > 1 ? <f64>load<f32>(next + ((count - 1) << 2)) : 0);
    next += count << 2;
    for (let i = 0; i < length; i += 16) {
      const from = rgb + first * length + i;
      const top = v128.load(from);
      const bottom = v128.load(from + (count - 1) * length);
      let low = ZERO;
      let high = ZERO;
      for (let row = 1; row < count - 1; row++) {
        const bytes = v128.load(from + row * length);
        low = i16x8.add(low, i16x8.extend_low_i8x16_u(bytes));
        high = i16x8.add(high, i16x8.extend_high_i8x16_u(bytes));
      }
      const put = line + (i << 3);
      eight(put, i16x8.extend_low_i8x16_u(top), low, i16x8.extend_low_i8x16_u(bottom), begin, middle, end);
      eight(put + 64, i16x8.extend_high_i8x16_u(top), high, i16x8.extend_high_i8x16_u(bottom), begin, middle, end);
    }
    for (let x = 0, share = across; x < newWidth; x++) {
      let rg = ZERO;
      let b: f64 = 0;
      for (let at = load<i32>(acrossRuns + (x << 3)), stop = load<i32>(acrossRuns + (x << 3), 4); at < stop; at++, share += 4) {
        const factor = <f64>load<f32>(share);
        const from = line + at * 24;
        rg = f64x2.add(rg, f64x2.mul(v128.load(from), f64x2.splat(factor)));
        b += load<f64>(from, 16) * factor;
      }
      const r = f64x2.extract_lane(rg, 0);
      const g = f64x2.extract_lane(rg, 1);
      const put = to + ((y * newWidth + x) << 2);
      store<f32>(put, <f32>(0.299 * r + 0.587 * g + 0.114 * b));
      store<f32>(put + plane, <f32>(-0.168736 * r - 0.331264 * g + 0.5 * b));
      store<f32>(put + 2 * plane, <f32>(0.5 * r - 0.418688 * g - 0.081312 * b));
    }
  }
}

// @ts-ignore: decorator
@inline
function eight(to: usize, top: v128, sum: v128, bottom: v128, begin: v128, middle: v128, end: v128): void {
  four(to, i32x4.extend_low_i16x8_u(top), i32x4.extend_low_i16x8_u(sum), i32x4.extend_low_i16x8_u(bottom), begin, middle, end);
  four(to + 32, i32x4.extend_high_i16x8_u(top), i32x4.extend_high_i16x8_u(sum), i32x4.extend_high_i16x8_u(bottom), begin, middle, end);
}

// @ts-ignore: decorator
@inline
function four(to: usize, top: v128, sum: v128, bottom: v128, begin: v128, middle: v128, end: v128): void {
  v128.store(to, two(top, sum, bottom, begin, middle, end));
  v128.store(to + 16, two(upper(top), upper(sum), upper(bottom), begin, middle, end));
}

// @ts-ignore: decorator
@inline
function upper(four: v128): v128 {
  return v128.shuffle<i64>(four, four, 1, 1);
}

// @ts-ignore: decorator
@inline
function two(top: v128, sum: v128, bottom: v128, begin: v128, middle: v128, end: v128): v128 {
  return f64x2.add(
    f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(top), begin), f64x2.mul(f64x2.convert_low_i32x4_s(sum), middle)),
    f64x2.mul(f64x2.convert_low_i32x4_s(bottom), end),
  );
}

/** Converts pixels of four bytes to three bytes on white and one of alpha. Returns true when any alpha is below 255. */
export function flatten(rgba: usize, count: i32, rgb: usize, alpha: usize): bool {
  let opaque = true;
  for (let i = 0; i < count; i += 4) {
    const from = rgba + (i << 2);
    const four = v128.load(from);
    v128.store(rgb + i * 3, v128.shuffle<u8>(four, ZERO, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 16, 16, 16, 16));
    v128.store32_lane(alpha + i, v128.shuffle<u8>(four, ZERO, 3, 7, 11, 15, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16), 0);
    for (let k = 0; k < 4 && i + k < count; k++) {
      const a = load<u8>(from + (k << 2), 3);
      if (a == 255) continue;
      opaque = false;
      for (let c = 0; c < 3; c++) {
        const value = <f64>(<i32>load<u8>(from + (k << 2) + c) * <i32>a) / 255.0 + 255.0 - <f64>a;
        store<u8>(rgb + (i + k) * 3 + c, <u8>Math.floor(value + 0.5));
      }
    }
  }
  return !opaque;
}

/**
 * Reduces bytes vertically as libvips does: `n` lines weighted by twelve-bit shares, then rounded. `taps` has two integers for each new
 * line: its first old line, and the offset of its weights in `shares`. Lines beyond the picture repeat the outermost line. `room` has space
 * for the addresses of the lines.
 */
export function reduceLines(from: usize, length: i32, height: i32, to: usize, newHeight: i32, taps: usize, shares: usize, n: i32, room: usize): void {
  const half = i32x4.splat(2048);
  for (let y = 0; y < newHeight; y++, to += length) {
    const first = load<i32>(taps + (y << 3));
    const weights = shares + load<i32>(taps + (y << 3), 4);
    // If `n` is odd, the last share of the last pair is zero.
    const pairs = (n + 1) >> 1;
    for (let i = 0; i < pairs << 1; i++) store<usize>(room + (i << 2), from + max(0, min(height - 1, first + i)) * length);
    for (let x = 0; x < length; x += 16) {
      let a = half;
      let b = half;
      let c = half;
      let d = half;
      for (let at = 0; at < pairs << 2; at += 4) {
        const share = v128.load32_splat(weights + at);
        const top = v128.load(load<usize>(room + (at << 1)) + x);
        const bottom = v128.load(load<usize>(room + (at << 1), 4) + x);
        const low = v128.shuffle<u8>(top, bottom, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const high = v128.shuffle<u8>(top, bottom, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(low), share));
        b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(low), share));
        c = i32x4.add(c, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(high), share));
        d = i32x4.add(d, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(high), share));
      }
      v128.store(
        to + x,
        i8x16.narrow_i16x8_u(
          i16x8.narrow_i32x4_s(i32x4.shr_s(a, 12), i32x4.shr_s(b, 12)),
          i16x8.narrow_i32x4_s(i32x4.shr_s(c, 12), i32x4.shr_s(d, 12)),
        ),
      );
    }
  }
}

/** Reduces horizontally, with three bytes per pixel. `room` has space for one line and `n` pixels on either side. */
export function reduceColumns(from: usize, width: i32, height: i32, to: usize, newWidth: i32, taps: usize, shares: usize, n: i32, room: usize): void {
  const half = i32x4.splat(2048);
  const start = room + n * 3;
  const end = start + width * 3;
  for (let y = 0; y < height; y++, from += width * 3) {
    memory.copy(start, from, width * 3);
    for (let i = 1; i <= n; i++)
      for (let c = 0; c < 3; c++) {
        store<u8>(start - i * 3 + c, load<u8>(start + c));
        store<u8>(end + (i - 1) * 3 + c, load<u8>(end - 3 + c));
      }
    for (let x = 0; x < newWidth; x++, to += 3) {
      let at = start + load<i32>(taps + (x << 3)) * 3;
      let weights = shares + load<i32>(taps + (x << 3), 4);
      let sum = half;
      for (let i = 0; i < n; i += 4, at += 12, weights += 8) {
        const pixels = v128.load(at);
        sum = i32x4.add(sum, i32x4.dot_i16x8_s(i8x16.swizzle(pixels, ONE_TWO), v128.load32_splat(weights)));
        if (i + 2 < n)
          sum = i32x4.add(sum, i32x4.dot_i16x8_s(i8x16.swizzle(pixels, THREE_FOUR), v128.load32_splat(weights + 4)));
      }
      const bytes = i16x8.narrow_i32x4_s(i32x4.shr_s(sum, 12), ZERO);
      v128.store32_lane(to, i8x16.narrow_i16x8_u(bytes, ZERO), 0);
    }
  }
}
