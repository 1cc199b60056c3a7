/**
 * The pixel loops of the local generator in AssemblyScript with SIMD, compiled into `bytes.ts` by `scripts/kernels.ts`. Planes are floats
 * in row-major order. Each buffer from `memory.ts` has 64 spare bytes, because loops of four may read and write beyond its end. Values
 * there have no meaning; beyond the end of a row they are overwritten by the next row.
 */

const ZERO: v128 = i32x4(0, 0, 0, 0);
const LANES: v128 = f32x4(0, 1, 2, 3);

// @ts-ignore: decorator
@inline
function low(floats: v128): v128 {
  return f64x2.promote_low_f32x4(floats);
}

// @ts-ignore: decorator
@inline
function high(floats: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(floats, floats, 1, 1));
}

// @ts-ignore: decorator
@inline
function floatsOf(one: v128, two: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(one), f32x4.demote_f64x2_zero(two), 0, 2);
}

// @ts-ignore: decorator
@inline
function fourOf(a: usize, b: usize, c: usize, d: usize): v128 {
  let four = v128.load32_zero(a);
  four = v128.load_lane<f32>(b, four, 1);
  four = v128.load_lane<f32>(c, four, 2);
  return v128.load_lane<f32>(d, four, 3);
}

/** Copies one row with its ends repeated `radius` px outwards and a few px more. */
function padRow(from: usize, width: i32, radius: i32, to: usize): void {
  const first = load<f32>(from);
  const last = load<f32>(from + ((width - 1) << 2));
  memory.copy(to + (radius << 2), from, width << 2);
  for (let i = 0; i < radius; i++) store<f32>(to + (i << 2), first);
  const end = to + ((radius + width) << 2);
  for (let i = 0; i < radius + 4; i++) store<f32>(end + (i << 2), last);
}

/** Blurs horizontally with a box, four rows at a time. Sums are doubles, so that no rounding error of an edge remains after it. */
export function boxRows(from: usize, to: usize, width: i32, height: i32, radius: i32): void {
  const scale = f64x2.splat(1 / <f64>(2 * radius + 1));
  for (let y = 0; y < height; y += 4) {
    const a = y * width;
    const b = min(y + 1, height - 1) * width;
    const c = min(y + 2, height - 1) * width;
    const d = min(y + 3, height - 1) * width;
    let one = ZERO;
    let two = ZERO;
    for (let x = -radius; x < radius; x++) {
      const at = from + (max(0, min(width - 1, x)) << 2);
      const four = fourOf(at + (a << 2), at + (b << 2), at + (c << 2), at + (d << 2));
      one = f64x2.add(one, low(four));
      two = f64x2.add(two, high(four));
    }
    for (let x = 0; x < width; x++) {
      const enters = from + (min(width - 1, x + radius) << 2);
      const added = fourOf(enters + (a << 2), enters + (b << 2), enters + (c << 2), enters + (d << 2));
      one = f64x2.add(one, low(added));
      two = f64x2.add(two, high(added));
      const mean = floatsOf(f64x2.mul(one, scale), f64x2.mul(two, scale));
      const put = to + (x << 2);
      v128.store32_lane(put + (a << 2), mean, 0);
      v128.store32_lane(put + (b << 2), mean, 1);
      v128.store32_lane(put + (c << 2), mean, 2);
      v128.store32_lane(put + (d << 2), mean, 3);
      const leaves = from + (max(0, x - radius) << 2);
      const gone = fourOf(leaves + (a << 2), leaves + (b << 2), leaves + (c << 2), leaves + (d << 2));
      one = f64x2.sub(one, low(gone));
      two = f64x2.sub(two, high(gone));
    }
  }
}

/** Blurs vertically. `totals` has a double for each column. */
export function boxColumns(from: usize, to: usize, width: i32, height: i32, radius: i32, totals: usize): void {
  const scale = f64x2.splat(1 / <f64>(2 * radius + 1));
  const line = width << 2;
  memory.fill(totals, 0, (width + 4) << 3);
  for (let y = -radius; y < radius; y++) addRow(totals, from + max(0, min(height - 1, y)) * line, width);
  for (let y = 0; y < height; y++) {
    const enters = from + min(height - 1, y + radius) * line;
    const leaves = from + max(0, y - radius) * line;
    for (let x = 0; x < width; x += 4) {
      const total = totals + (x << 3);
      const added = v128.load(enters + (x << 2));
      const gone = v128.load(leaves + (x << 2));
      const one = f64x2.add(v128.load(total), low(added));
      const two = f64x2.add(v128.load(total, 16), high(added));
      v128.store(to + y * line + (x << 2), floatsOf(f64x2.mul(one, scale), f64x2.mul(two, scale)));
      v128.store(total, f64x2.sub(one, low(gone)));
      v128.store(total, f64x2.sub(two, high(gone)), 16);
    }
  }
}

function addRow(totals: usize, from: usize, width: i32): void {
  for (let x = 0; x < width; x += 4) {
    const total = totals + (x << 3);
    const added = v128.load(from + (x << 2));
    v128.store(total, f64x2.add(v128.load(total), low(added)));
    v128.store(total, f64x2.add(v128.load(total, 16), high(added)), 16);
  }
}

/**
 * Blurs horizontally with a symmetric kernel. `weights` begins with the centre. `room` has space for a row and `radius` px on either side.
 */
export function kernelRows(from: usize, to: usize, width: i32, height: i32, weights: usize, radius: i32, room: usize): void {
  const line = width << 2;
  for (let y = 0; y < height; y++) {
    padRow(from + y * line, width, radius, room);
    const middle = room + (radius << 2);
    for (let x = 0; x < line; x += 16) {
      const at = middle + x;
      let sum = f32x4.mul(v128.load32_splat(weights), v128.load(at));
      for (let i = 4; i <= radius << 2; i += 4)
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weights + i), f32x4.add(v128.load(at - i), v128.load(at + i))));
      v128.store(to + y * line + x, sum);
    }
  }
}

export function kernelColumns(from: usize, to: usize, width: i32, height: i32, weights: usize, radius: i32): void {
  const line = width << 2;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < line; x += 16) {
      const column = from + x;
      let sum = f32x4.mul(v128.load32_splat(weights), v128.load(column + y * line));
      for (let i = 1; i <= radius; i++) {
        const pair = f32x4.add(v128.load(column + max(0, y - i) * line), v128.load(column + min(height - 1, y + i) * line));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weights + (i << 2)), pair));
      }
      v128.store(to + y * line + x, sum);
    }
}

/** Computes products of the Sobel gradients. `room` has space for three rows of `width + 8` px. */
export function gradients(from: usize, width: i32, height: i32, xx: usize, yy: usize, xy: usize, room: usize): void {
  const line = width << 2;
  const eighth = f32x4.splat(0.125);
  let above = room;
  let here = above + line + 32;
  let below = here + line + 32;
  padRow(from, width, 1, above);
  padRow(from, width, 1, here);
  for (let y = 0; y < height; y++) {
    padRow(from + min(height - 1, y + 1) * line, width, 1, below);
    for (let x = 0; x < line; x += 16) {
      const nw = v128.load(above + x);
      const ne = v128.load(above + x, 8);
      const sw = v128.load(below + x);
      const se = v128.load(below + x, 8);
      const down = f32x4.sub(v128.load(below + x, 4), v128.load(above + x, 4));
      const right = f32x4.sub(v128.load(here + x, 8), v128.load(here + x));
      const ahead = f32x4.sub(se, nw);
      const aside = f32x4.sub(ne, sw);
      const gx = f32x4.mul(f32x4.add(f32x4.add(ahead, aside), f32x4.add(right, right)), eighth);
      const gy = f32x4.mul(f32x4.add(f32x4.sub(ahead, aside), f32x4.add(down, down)), eighth);
      const put = y * line + x;
      v128.store(xx + put, f32x4.mul(gx, gx));
      v128.store(yy + put, f32x4.mul(gy, gy));
      v128.store(xy + put, f32x4.mul(gx, gy));
    }
    const free = above;
    above = here;
    here = below;
    below = free;
  }
}

/** Computes the tangents of edges and their anisotropy from the smoothed products. Uses doubles, because small differences matter. */
export function tangents(xx: usize, yy: usize, xy: usize, count: i32, tx: usize, ty: usize, directed: usize): void {
  const one = f64x2.splat(1);
  for (let i = 0; i < count << 2; i += 8) {
    const e = low(v128.load64_zero(xx + i));
    const g = low(v128.load64_zero(yy + i));
    const f = low(v128.load64_zero(xy + i));
    const difference = f64x2.sub(e, g);
    const root = f64x2.sqrt(f64x2.add(f64x2.mul(difference, difference), f64x2.mul(f64x2.splat(4), f64x2.mul(f, f))));
    const sum = f64x2.add(e, g);
    let x = f64x2.sub(f64x2.mul(f64x2.add(sum, root), f64x2.splat(0.5)), e);
    let y = f64x2.neg(f);
    // Both components are zero where there is no gradient and at a purely vertical edge; the tangent is vertical there.
    const none = f64x2.lt(f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)), f64x2.splat(1e-16));
    const upright = f64x2.ge(e, g);
    x = v128.bitselect(v128.andnot(one, upright), x, none);
    y = v128.bitselect(v128.and(one, upright), y, none);
    const length = f64x2.sqrt(f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)));
    const share = v128.and(f64x2.div(root, sum), f64x2.gt(sum, f64x2.splat(1e-7)));
    v128.store64_lane(tx + i, f32x4.demote_f64x2_zero(f64x2.div(x, length)), 0);
    v128.store64_lane(ty + i, f32x4.demote_f64x2_zero(f64x2.div(y, length)), 0);
    v128.store64_lane(directed + i, f32x4.demote_f64x2_zero(share), 0);
  }
}

/** Interleaves three consecutive planes into pixels of four floats, the last of which is one. */
export function weave(rgb: usize, count: i32, to: usize): void {
  const plane = count << 2;
  const one = f32x4.splat(1);
  for (let i = 0; i < count << 2; i += 16) {
    const red = v128.load(rgb + i);
    const green = v128.load(rgb + plane + i);
    const blue = v128.load(rgb + 2 * plane + i);
    const rg = v128.shuffle<i32>(red, green, 0, 4, 1, 5);
    const rgAfter = v128.shuffle<i32>(red, green, 2, 6, 3, 7);
    const ba = v128.shuffle<i32>(blue, one, 0, 4, 1, 5);
    const baAfter = v128.shuffle<i32>(blue, one, 2, 6, 3, 7);
    const put = to + (i << 2);
    v128.store(put, v128.shuffle<i64>(rg, ba, 0, 2));
    v128.store(put, v128.shuffle<i64>(rg, ba, 1, 3), 16);
    v128.store(put, v128.shuffle<i64>(rgAfter, baAfter, 0, 2), 32);
    v128.store(put, v128.shuffle<i64>(rgAfter, baAfter, 1, 3), 48);
  }
}

// @ts-ignore: decorator
@inline
function putPixel(pixel: v128, to: usize, plane: i32): void {
  v128.store32_lane(to, pixel, 0);
  v128.store32_lane(to + plane, pixel, 1);
  v128.store32_lane(to + 2 * plane, pixel, 2);
}

export function unweave(from: usize, count: i32, rgb: usize): void {
  for (let i = 0; i < count << 2; i += 4) putPixel(v128.load(from + (i << 2)), rgb + i, count << 2);
}

/**
 * Averages the pixels at offsets of `steps` px (floats, `count` of them, a multiple of four) along a line through each pixel, weighted by
 * `weights` and by the similarity of their colours. The direction of the line is (`dx` × `sign`, `dy`). Pixels are interleaved.
 */
export function bilateral(
  from: usize, to: usize, width: i32, height: i32, dx: usize, dy: usize, sign: f32, steps: usize, weights: usize, count: i32, fall: f32,
): void {
  const wide = i32x4.splat(width);
  const tall = i32x4.splat(height);
  const half = f32x4.splat(0.5);
  const one = f32x4.splat(1);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const here = v128.load(from + (i << 4));
      const across = f32x4.splat(load<f32>(dx + (i << 2)) * sign);
      const down = v128.load32_splat(dy + (i << 2));
      let total = here;
      for (let n = 0; n < count << 2; n += 16) {
        const step = v128.load(steps + n);
        const px = i32x4.add(i32x4.splat(x), i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(f32x4.mul(across, step), half))));
        const py = i32x4.add(i32x4.splat(y), i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(f32x4.mul(down, step), half))));
        const within = v128.and(i32x4.lt_u(px, wide), i32x4.lt_u(py, tall));
        const at = v128.and(i32x4.shl(i32x4.add(i32x4.mul(py, wide), px), 4), within);
        const a = v128.load(from + i32x4.extract_lane(at, 0));
        const b = v128.load(from + i32x4.extract_lane(at, 1));
        const c = v128.load(from + i32x4.extract_lane(at, 2));
        const d = v128.load(from + i32x4.extract_lane(at, 3));
        const far = squaresOf(f32x4.sub(a, here), f32x4.sub(b, here), f32x4.sub(c, here), f32x4.sub(d, here));
        // A rational fall-off approximates the Gaussian where it matters, without an exponential per sample.
        const near = f32x4.add(one, f32x4.mul(far, f32x4.splat(fall)));
        const weight = v128.and(f32x4.div(v128.load(weights + n), f32x4.mul(near, near)), within);
        const ab = f32x4.add(
          f32x4.mul(a, v128.shuffle<i32>(weight, weight, 0, 0, 0, 0)),
          f32x4.mul(b, v128.shuffle<i32>(weight, weight, 1, 1, 1, 1)),
        );
        const cd = f32x4.add(
          f32x4.mul(c, v128.shuffle<i32>(weight, weight, 2, 2, 2, 2)),
          f32x4.mul(d, v128.shuffle<i32>(weight, weight, 3, 3, 3, 3)),
        );
        total = f32x4.add(total, f32x4.add(ab, cd));
      }
      v128.store(to + (i << 4), f32x4.div(total, v128.shuffle<i32>(total, total, 3, 3, 3, 3)));
    }
}

/** Returns the sum of the channels' squares for each of four pixels. */
// @ts-ignore: decorator
@inline
function squaresOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const aa = f32x4.mul(a, a);
  const bb = f32x4.mul(b, b);
  const cc = f32x4.mul(c, c);
  const dd = f32x4.mul(d, d);
  const ab = v128.shuffle<i32>(aa, bb, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(cc, dd, 0, 4, 1, 5);
  const blue = v128.shuffle<i64>(v128.shuffle<i32>(aa, bb, 2, 6, 2, 6), v128.shuffle<i32>(cc, dd, 2, 6, 2, 6), 0, 2);
  return f32x4.add(f32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3)), blue);
}

/** Interleaves pixels with the sum of their squares as fourth channel, and repeats the border `reach` px outwards. */
export function frame(rgb: usize, width: i32, height: i32, reach: i32, to: usize): void {
  const plane = (width * height) << 2;
  for (let y = -reach; y < height + reach; y++) {
    const line = max(0, min(height - 1, y)) * width;
    for (let x = -reach; x < width + reach; x++, to += 16) {
      const i = (line + max(0, min(width - 1, x))) << 2;
      const red = load<f32>(rgb + i);
      const green = load<f32>(rgb + plane + i);
      const blue = load<f32>(rgb + 2 * plane + i);
      store<f32>(to, red);
      store<f32>(to, green, 4);
      store<f32>(to, blue, 8);
      store<f32>(to, red * red + green * green + blue * blue, 12);
    }
  }
}

/**
 * Averages, for each pixel of the padded picture, the means of the eight sectors around it, each weighted by how uniform its colours are.
 * `which` has the address of an ellipse for each pixel. An ellipse holds, for each sector, the end address of its samples and the
 * reciprocal of its total weight, followed by the samples: offset, weight in their sector, and weight in the next.
 */
export function sectors(
  from: usize, width: i32, height: i32, reach: i32, which: usize, uneven: f32, room: usize, rgb: usize,
): void {
  const one = f32x4.splat(1);
  const row = width + 2 * reach;
  const plane = (width * height) << 2;
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const here = from + (((y + reach) * row + x + reach) << 4);
      const ellipse = load<usize>(which + (i << 2));
      let sum = ZERO;
      let at = ellipse + 64;
      for (let k = 0; k < 64; k += 8) {
        let next = ZERO;
        for (const end = load<usize>(ellipse + k); at < end; at += 12) {
          const pixel = v128.load(here + load<i32>(at));
          sum = f32x4.add(sum, f32x4.mul(pixel, v128.load32_splat(at, 4)));
          next = f32x4.add(next, f32x4.mul(pixel, v128.load32_splat(at, 8)));
        }
        v128.store(room + (k << 1), sum);
        sum = next;
      }
      v128.store(room, f32x4.add(v128.load(room), sum));
      let total = ZERO;
      for (let k = 0; k < 64; k += 8) {
        const share = load<f32>(ellipse + k, 4);
        if (share == 0) continue;
        const mean = f32x4.mul(v128.load(room + (k << 1)), f32x4.splat(share));
        const square = f32x4.mul(mean, mean);
        const spread =
          f32x4.extract_lane(mean, 3) - f32x4.extract_lane(square, 0) - f32x4.extract_lane(square, 1) - f32x4.extract_lane(square, 2);
        const unrest = max<f32>(0, spread) / uneven;
        const weight = f32x4.splat(1 / (1 + unrest * unrest));
        total = f32x4.add(total, f32x4.mul(weight, f32x4.replace_lane(mean, 3, 1)));
      }
      putPixel(f32x4.div(total, v128.shuffle<i32>(total, total, 3, 3, 3, 3)), rgb + (i << 2), plane);
    }
}

/**
 * Returns bilinear values at four positions of a plane of at least 2 × 2. `at` is the offset of the upper left of the four pixels, in
 * bytes.
 */
// @ts-ignore: decorator
@inline
function between(data: usize, line: i32, at: v128, fx: v128, fy: v128): v128 {
  const a = data + i32x4.extract_lane(at, 0);
  const b = data + i32x4.extract_lane(at, 1);
  const c = data + i32x4.extract_lane(at, 2);
  const d = data + i32x4.extract_lane(at, 3);
  const ab = v128.load_lane<i64>(b, v128.load64_zero(a), 1);
  const cd = v128.load_lane<i64>(d, v128.load64_zero(c), 1);
  const abBelow = v128.load_lane<i64>(b + line, v128.load64_zero(a + line), 1);
  const cdBelow = v128.load_lane<i64>(d + line, v128.load64_zero(c + line), 1);
  const left = v128.shuffle<i32>(ab, cd, 0, 2, 4, 6);
  const right = v128.shuffle<i32>(ab, cd, 1, 3, 5, 7);
  const leftBelow = v128.shuffle<i32>(abBelow, cdBelow, 0, 2, 4, 6);
  const rightBelow = v128.shuffle<i32>(abBelow, cdBelow, 1, 3, 5, 7);
  const top = f32x4.add(left, f32x4.mul(f32x4.sub(right, left), fx));
  const bottom = f32x4.add(leftBelow, f32x4.mul(f32x4.sub(rightBelow, leftBelow), fx));
  return f32x4.add(top, f32x4.mul(f32x4.sub(bottom, top), fy));
}

/** Sums the values across the flow, weighted by `weights`, which begins with the centre; the border is repeated. */
export function acrossFlow(data: usize, width: i32, height: i32, tx: usize, ty: usize, weights: usize, steps: i32, to: usize): void {
  const line = width << 2;
  const widths = i32x4.splat(width);
  const lastX = i32x4.splat(width - 2);
  const lastY = i32x4.splat(height - 2);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x += 4) {
      const i = (y * width + x) << 2;
      const xs = i32x4.add(i32x4.splat(x), i32x4(0, 1, 2, 3));
      const ys = i32x4.splat(y);
      const leftMost = f32x4.neg(f32x4.convert_i32x4_s(xs));
      const rightMost = f32x4.add(leftMost, f32x4.splat(<f32>(width - 1)));
      const highest = f32x4.splat(<f32>-y);
      const lowest = f32x4.splat(<f32>(height - 1 - y));
      const nx = f32x4.neg(v128.load(ty + i));
      const ny = v128.load(tx + i);
      let total = f32x4.mul(v128.load32_splat(weights), v128.load(data + i));
      for (let step = -steps; step <= steps; step++) {
        if (step == 0) continue;
        const far = f32x4.splat(<f32>step);
        const ox = f32x4.min(f32x4.max(f32x4.mul(nx, far), leftMost), rightMost);
        const oy = f32x4.min(f32x4.max(f32x4.mul(ny, far), highest), lowest);
        const x0 = i32x4.max_s(ZERO, i32x4.min_s(i32x4.add(xs, i32x4.trunc_sat_f32x4_s(f32x4.floor(ox))), lastX));
        const y0 = i32x4.min_s(i32x4.add(ys, i32x4.trunc_sat_f32x4_s(f32x4.floor(oy))), lastY);
        const fx = f32x4.sub(ox, f32x4.convert_i32x4_s(i32x4.sub(x0, xs)));
        const fy = f32x4.sub(oy, f32x4.convert_i32x4_s(i32x4.sub(y0, ys)));
        const at = i32x4.shl(i32x4.add(i32x4.mul(y0, widths), x0), 2);
        total = f32x4.add(total, f32x4.mul(v128.load32_splat(weights + (abs(step) << 2)), between(data, line, at, fx, fy)));
      }
      v128.store(to + i, total);
    }
}

/** Averages along the flow. `flow` holds pairs of tangents. */
export function alongFlow(data: usize, width: i32, height: i32, flow: usize, weights: usize, steps: i32, to: usize): void {
  const line = width << 2;
  const widths = i32x4.splat(width);
  const lastX = i32x4.splat(width - 2);
  const lastY = i32x4.splat(height - 2);
  const half = f32x4.splat(0.5);
  const signs = i32x4.splat(0x80000000);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x += 4) {
      const i = (y * width + x) << 2;
      const xs = i32x4.add(i32x4.splat(x), i32x4(0, 1, 2, 3));
      const ys = i32x4.splat(y);
      const leftMost = f32x4.neg(f32x4.convert_i32x4_s(xs));
      const rightMost = f32x4.add(leftMost, f32x4.splat(<f32>(width - 1)));
      const highest = f32x4.splat(<f32>-y);
      const lowest = f32x4.splat(<f32>(height - 1 - y));
      const first = v128.load(flow + (i << 1));
      const second = v128.load(flow + (i << 1), 16);
      let total = v128.load(data + i);
      let whole = f32x4.splat(1);
      for (let sign: f32 = -1; sign <= 1; sign += 2) {
        let dx = f32x4.mul(v128.shuffle<i32>(first, second, 0, 2, 4, 6), f32x4.splat(sign));
        let dy = f32x4.mul(v128.shuffle<i32>(first, second, 1, 3, 5, 7), f32x4.splat(sign));
        let ox = ZERO;
        let oy = ZERO;
        let within = i32x4.splat(-1);
        for (let step = 1; step <= steps; step++) {
          ox = f32x4.add(ox, dx);
          oy = f32x4.add(oy, dy);
          within = v128.and(within, v128.and(f32x4.ge(ox, leftMost), f32x4.le(ox, rightMost)));
          within = v128.and(within, v128.and(f32x4.ge(oy, highest), f32x4.le(oy, lowest)));
          if (!v128.any_true(within)) break;
          // Beyond the border a line has ended: it samples its starting pixel with weight zero.
          ox = v128.and(ox, within);
          oy = v128.and(oy, within);
          const x0 = i32x4.max_s(ZERO, i32x4.min_s(i32x4.add(xs, i32x4.trunc_sat_f32x4_s(f32x4.floor(ox))), lastX));
          const y0 = i32x4.min_s(i32x4.add(ys, i32x4.trunc_sat_f32x4_s(f32x4.floor(oy))), lastY);
          const fx = f32x4.sub(ox, f32x4.convert_i32x4_s(i32x4.sub(x0, xs)));
          const fy = f32x4.sub(oy, f32x4.convert_i32x4_s(i32x4.sub(y0, ys)));
          const at = i32x4.add(i32x4.mul(y0, widths), x0);
          const weight = v128.and(v128.load32_splat(weights + (step << 2)), within);
          total = f32x4.add(total, f32x4.mul(weight, between(data, line, i32x4.shl(at, 2), fx, fy)));
          whole = f32x4.add(whole, weight);
          // A true mask is -1 as an integer.
          const right = f32x4.gt(fx, half);
          const down = v128.and(f32x4.gt(fy, half), widths);
          const near = i32x4.shl(i32x4.add(i32x4.sub(at, right), down), 3);
          const ab = v128.load_lane<i64>(flow + i32x4.extract_lane(near, 1), v128.load64_zero(flow + i32x4.extract_lane(near, 0)), 1);
          const cd = v128.load_lane<i64>(flow + i32x4.extract_lane(near, 3), v128.load64_zero(flow + i32x4.extract_lane(near, 2)), 1);
          const nextX = v128.shuffle<i32>(ab, cd, 0, 2, 4, 6);
          const nextY = v128.shuffle<i32>(ab, cd, 1, 3, 5, 7);
          // Tangents have no sign, so continue in the previous direction.
          const back = v128.and(f32x4.lt(f32x4.add(f32x4.mul(nextX, dx), f32x4.mul(nextY, dy)), ZERO), signs);
          dx = v128.xor(nextX, back);
          dy = v128.xor(nextY, back);
        }
      }
      v128.store(to + i, f32x4.div(total, whole));
    }
}

/** Interleaves two planes as pairs. */
export function pair(one: usize, two: usize, count: i32, to: usize): void {
  for (let i = 0; i < count << 2; i += 16) {
    const a = v128.load(one + i);
    const b = v128.load(two + i);
    v128.store(to + (i << 1), v128.shuffle<i32>(a, b, 0, 4, 1, 5));
    v128.store(to + (i << 1), v128.shuffle<i32>(a, b, 2, 6, 3, 7), 16);
  }
}

/**
 * Resizes a plane bilinearly. `columns` and `shares` hold, for each new column, the old column to its left and the weight of the next one;
 * `rows` and `rowShares` do so for rows. `room` has space for two rows of `newWidth` px.
 */
export function resize(
  from: usize, width: i32, height: i32, to: usize, newWidth: i32, newHeight: i32, columns: usize, shares: usize, rows: usize, rowShares: usize, room: usize,
): void {
  const line = newWidth << 2;
  let top = room;
  let bottom = room + line + 64;
  let known = -2;
  for (let y = 0; y < newHeight; y++) {
    const row = load<i32>(rows + (y << 2));
    if (row == known + 1) {
      const free = top;
      top = bottom;
      bottom = free;
      stretch(from, width, min(row + 1, height - 1), newWidth, columns, shares, bottom);
    } else if (row != known) {
      stretch(from, width, row, newWidth, columns, shares, top);
      stretch(from, width, min(row + 1, height - 1), newWidth, columns, shares, bottom);
    }
    known = row;
    const share = v128.load32_splat(rowShares + (y << 2));
    for (let x = 0; x < line; x += 16) {
      const above = v128.load(top + x);
      v128.store(to + y * line + x, f32x4.add(above, f32x4.mul(f32x4.sub(v128.load(bottom + x), above), share)));
    }
  }
}

function stretch(from: usize, width: i32, row: i32, newWidth: i32, columns: usize, shares: usize, to: usize): void {
  const line = from + ((row * width) << 2);
  for (let x = 0; x < newWidth << 2; x += 4) {
    const left = load<i32>(columns + x);
    const value = load<f32>(line + (left << 2));
    const next = load<f32>(line + (min(left + 1, width - 1) << 2));
    store<f32>(to + x, value + (next - value) * load<f32>(shares + x));
  }
}

// @ts-ignore: decorator
@inline
function catmullRom(t: f32): v128 {
  const t2 = t * t;
  const t3 = t2 * t;
  let weights = f32x4.splat(-0.5 * t3 + t2 - 0.5 * t);
  weights = f32x4.replace_lane(weights, 1, 1.5 * t3 - 2.5 * t2 + 1);
  weights = f32x4.replace_lane(weights, 2, -1.5 * t3 + 2 * t2 + 0.5 * t);
  return f32x4.replace_lane(weights, 3, 0.5 * t3 - 0.5 * t2);
}

// @ts-ignore: decorator
@inline
function weighed(row: usize, xa: i32, x0: i32, xb: i32, xc: i32, w: v128): v128 {
  return f32x4.add(
    f32x4.add(
      f32x4.mul(v128.load(row + xa), v128.shuffle<i32>(w, w, 0, 0, 0, 0)),
      f32x4.mul(v128.load(row + x0), v128.shuffle<i32>(w, w, 1, 1, 1, 1)),
    ),
    f32x4.add(
      f32x4.mul(v128.load(row + xb), v128.shuffle<i32>(w, w, 2, 2, 2, 2)),
      f32x4.mul(v128.load(row + xc), v128.shuffle<i32>(w, w, 3, 3, 3, 3)),
    ),
  );
}

/**
 * Rotates interleaved pixels about (`left`, `top`), which becomes the centre of the new picture: Catmull-Rom, clamped to 0..1, the border
 * repeated. A `step` of -1 mirrors. `open` has a bit for each border beyond which the picture continues (left, top, right, bottom);
 * elsewhere outside the picture, `inside` is 0.
 */
export function turn(
  from: usize, width: i32, height: i32, left: f64, top: f64, cos: f64, sin: f64, step: f64, open: i32,
  newWidth: i32, newHeight: i32, rgb: usize, inside: usize,
): void {
  const one = f32x4.splat(1);
  for (let y = 0, i = 0; y < newHeight; y++)
    for (let x = 0; x < newWidth; x++, i++) {
      const u = step * (<f64>x + 0.5 - <f64>newWidth / 2);
      const v = <f64>y + 0.5 - <f64>newHeight / 2;
      const px = left + u * cos - v * sin - 0.5;
      const py = top + u * sin + v * cos - 0.5;
      let beyond: f64 = -1;
      if (!(open & 1)) beyond = max(beyond, -px);
      if (!(open & 2)) beyond = max(beyond, -py);
      if (!(open & 4)) beyond = max(beyond, px - <f64>(width - 1));
      if (!(open & 8)) beyond = max(beyond, py - <f64>(height - 1));
      store<f32>(inside + (i << 2), <f32>(1 - min(1, max(0, beyond))));
      const cx = max(0, min(<f64>(width - 1), px));
      const cy = max(0, min(<f64>(height - 1), py));
      const x0 = <i32>cx;
      const y0 = <i32>cy;
      const across = catmullRom(<f32>(cx - <f64>x0));
      const down = catmullRom(<f32>(cy - <f64>y0));
      const xa = max(0, x0 - 1) << 4;
      const xb = min(width - 1, x0 + 1) << 4;
      const xc = min(width - 1, x0 + 2) << 4;
      const line = width << 4;
      const a = weighed(from + max(0, y0 - 1) * line, xa, x0 << 4, xb, xc, across);
      const here = weighed(from + y0 * line, xa, x0 << 4, xb, xc, across);
      const c = weighed(from + min(height - 1, y0 + 1) * line, xa, x0 << 4, xb, xc, across);
      const d = weighed(from + min(height - 1, y0 + 2) * line, xa, x0 << 4, xb, xc, across);
      const sum = f32x4.add(
        f32x4.add(f32x4.mul(a, v128.shuffle<i32>(down, down, 0, 0, 0, 0)), f32x4.mul(here, v128.shuffle<i32>(down, down, 1, 1, 1, 1))),
        f32x4.add(f32x4.mul(c, v128.shuffle<i32>(down, down, 2, 2, 2, 2)), f32x4.mul(d, v128.shuffle<i32>(down, down, 3, 3, 3, 3))),
      );
      putPixel(f32x4.max(ZERO, f32x4.min(one, sum)), rgb + (i << 2), (newWidth * newHeight) << 2);
    }
}
