// The kernels' loops as one would write them in C: the same inputs, the same results, nothing checked.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static const double A = 6378137.0, F = 1 / 298.257223563, DEGREE = 3.14159265358979323846 / 180;

// CRC-16/ARC, a byte at a time by one table.
long crc(const uint8_t *data, long n) {
  static uint16_t table[256];
  if (!table[1])
    for (int i = 0; i < 256; i++) {
      uint16_t c = i;
      for (int k = 0; k < 8; k++) c = c & 1 ? c >> 1 ^ 0xA001 : c >> 1;
      table[i] = c;
    }
  uint16_t c = 0;
  for (long i = 0; i < n; i++) c = c >> 8 ^ table[(c ^ data[i]) & 0xFF];
  return c;
}

// Steps on the ellipsoid by the radii of curvature at mid-latitude (Snyder 1987, 4-18 and 4-20).
void path(const double *lat, const double *lon, long n, double *step, double *total) {
  const double e2 = F * (2 - F);
  double sum = 0;
  step[0] = total[0] = 0;
  for (long i = 1; i < n; i++) {
    double s = sin((lat[i - 1] + lat[i]) * (DEGREE / 2)), bend = 1 - e2 * s * s, w = sqrt(bend);
    double north = A * (1 - e2) / (bend * w) * (lat[i] - lat[i - 1]) * DEGREE;
    double east = A / w * sqrt(1 - s * s) * (lon[i] - lon[i - 1]) * DEGREE;
    step[i] = sqrt(north * north + east * east);
    sum += step[i];
    total[i] = sum;
  }
}

// The shortest time over each distance: one pass for efforts that start at a sample, one for those that end at one.
void best_efforts(const double *t, const double *d, long n, const double *target, long k, double *best) {
  for (long m = 0; m < k; m++) {
    double least = INFINITY;
    for (long i = 0, j = 0; i < n; i++) {
      double mark = d[i] + target[m];
      while (j < n && d[j] < mark) j++;
      if (j == n) break;
      double end = t[j - 1] + (t[j] - t[j - 1]) * (mark - d[j - 1]) / (d[j] - d[j - 1]);
      if (end - t[i] < least) least = end - t[i];
    }
    for (long j = 0, i = 0; j < n; j++) {
      double mark = d[j] - target[m];
      if (mark < d[0]) continue;
      while (d[i + 1] <= mark) i++;
      double start = t[i] + (t[i + 1] - t[i]) * (mark - d[i]) / (d[i + 1] - d[i]);
      if (t[j] - start < least) least = t[j] - start;
    }
    best[m] = least < INFINITY ? least : NAN;
  }
}

// Douglas & Peucker 1973 with distances to the segment.
void simplify(const double *x, const double *y, long n, double tolerance, long *stack, uint8_t *kept) {
  for (long i = 0; i < n; i++) kept[i] = 0;
  kept[0] = kept[n - 1] = 1;
  long top = 0;
  stack[top++] = 0;
  stack[top++] = n - 1;
  while (top) {
    long b = stack[--top], a = stack[--top], cut = -1;
    double ux = x[b] - x[a], uy = y[b] - y[a], u2 = ux * ux + uy * uy, far = tolerance * tolerance;
    for (long i = a + 1; i < b; i++) {
      double vx = x[i] - x[a], vy = y[i] - y[a], dot = vx * ux + vy * uy, off;
      if (dot <= 0 || u2 <= 0) off = vx * vx + vy * vy;
      else if (dot >= u2) off = (vx - ux) * (vx - ux) + (vy - uy) * (vy - uy);
      else off = (vx * uy - vy * ux) * (vx * uy - vy * ux) / u2;
      if (off > far) far = off, cut = i;
    }
    if (cut < 0) continue;
    kept[cut] = 1;
    stack[top++] = a, stack[top++] = cut, stack[top++] = cut, stack[top++] = b;
  }
}

// Steinarsson 2013, with tsdownsample's third corner.
void lttb(const double *x, const double *y, long n, long points, long *chosen) {
  double every = (double)(n - 2) / (points - 2);
  long a = 0;
  for (long bucket = 0; bucket < points - 2; bucket++) {
    chosen[bucket] = a;
    long start = (long)(every * bucket) + 1, end = (long)(every * (bucket + 1)) + 1;
    long next = (long)(every * (bucket + 2)) + 1;
    if (next > n) next = n;
    double mean = 0;
    for (long i = end; i < next; i++) mean += y[i];
    mean /= next - end;
    double across = x[a] - (x[end] + x[next - 1]) / 2, rise = mean - y[a], offset = across * y[a] + rise * x[a];
    double largest = -1;
    for (long i = start; i < end; i++) {
      double area = fabs(across * y[i] + rise * x[i] - offset);
      if (area > largest) largest = area, a = i;
    }
  }
  chosen[points - 2] = a;
  chosen[points - 1] = n - 1;
}

void minmax(const double *x, long n, long points, long *chosen) {
  long buckets = points / 2, start = 0;
  double every = (double)(n - 1) / buckets;
  for (long bucket = 0; bucket < buckets; bucket++) {
    long end = (long)(every * (bucket + 1)) + 1, low = start, high = start;
    for (long i = start; i < end; i++) {
      if (x[i] < x[low]) low = i;
      if (x[i] > x[high]) high = i;
    }
    chosen[2 * bucket] = low < high ? low : high;
    chosen[2 * bucket + 1] = low < high ? high : low;
    start = end;
  }
}

static long put(long number, uint8_t *out, long used) {
  long bits = number < 0 ? ~(number << 1) : number << 1;
  for (; bits >= 32; bits >>= 5) out[used++] = (32 | (bits & 31)) + 63;
  out[used++] = bits + 63;
  return used;
}

static long rounded(double degrees, double factor) {
  return (long)copysign(floor(fabs(degrees * factor) + 0.5), degrees);
}

long polyline(const double *lat, const double *lon, long n, double factor, uint8_t *out) {
  long used = 0, last_lat = 0, last_lon = 0;
  for (long i = 0; i < n; i++) {
    long next_lat = rounded(lat[i], factor), next_lon = rounded(lon[i], factor);
    used = put(next_lat - last_lat, out, used);
    used = put(next_lon - last_lon, out, used);
    last_lat = next_lat, last_lon = next_lon;
  }
  return used;
}

void polyline_decode(const uint8_t *text, long n, double factor, double *lat, double *lon) {
  long at = 0, sums[2] = {0, 0}, row = 0;
  while (at < n) {
    for (int k = 0; k < 2; k++) {
      long bits = 0, shift = 0, chunk;
      do {
        chunk = text[at++] - 63;
        bits |= (chunk & 31) << shift;
        shift += 5;
      } while (chunk >= 32);
      sums[k] += bits & 1 ? ~(bits >> 1) : bits >> 1;
    }
    lat[row] = sums[0] / factor, lon[row] = sums[1] / factor;
    row++;
  }
}

void zones(const double *x, const double *dt, long n, const double *bounds, long k, double *found) {
  for (long z = 0; z <= k; z++) found[z] = 0;
  for (long i = 0; i < n; i++) {
    if (!isfinite(x[i])) continue;
    long z = 0;
    for (long b = 0; b < k; b++) z += bounds[b] <= x[i];
    found[z] += dt[i];
  }
}

void moving_mean(const double *at, const double *x, long n, double half_width, double *mean) {
  long first = 0, end = 0, known = 0;
  double total = 0;
  for (long i = 0; i < n; i++) {
    for (; end < n && at[end] <= at[i] + half_width; end++)
      if (isfinite(x[end])) total += x[end], known++;
    for (; at[first] < at[i] - half_width; first++)
      if (isfinite(x[first])) total -= x[first], known--;
    mean[i] = known ? total / known : NAN;
  }
}

void summary(const double *t, const double *x, long n, double max_gap, double *found) {
  double integral = 0, seconds = 0, maximum = -INFINITY;
  for (long i = 0; i < n; i++) {
    if (!isfinite(x[i])) continue;
    if (x[i] > maximum) maximum = x[i];
    if (i) {
      double held = fmin(t[i] - t[i - 1], max_gap);
      integral += x[i] * held, seconds += held;
    }
  }
  found[0] = integral / seconds, found[1] = maximum, found[2] = integral, found[3] = seconds;
}

void crossings(const double *t, const double *d, double unit, long k, double *found) {
  for (long m = 0, i = 0; m < k; m++) {
    double mark = (m + 1) * unit;
    while (d[i] < mark) i++;
    found[m] = t[i - 1] + (t[i] - t[i - 1]) * (mark - d[i - 1]) / (d[i] - d[i - 1]);
  }
}

void mean_max(const double *x, long n, const long *widths, long k, double *sums, double *found) {
  sums[0] = 0;
  for (long i = 0; i < n; i++) sums[i + 1] = sums[i] + x[i];
  for (long m = 0; m < k; m++) {
    double best = -INFINITY;
    for (long i = widths[m]; i <= n; i++) {
      double sum = sums[i] - sums[i - widths[m]];
      best = sum > best ? sum : best;
    }
    found[m] = best / widths[m];
  }
}

// Turning points with a threshold: the totals only.
void climb(const double *z, long n, double threshold, double *found) {
  double low = z[0], high = z[0], up = 0, down = 0;
  int direction = 0;
  for (long i = 1; i < n; i++) {
    if (z[i] < low) low = z[i];
    if (z[i] > high) high = z[i];
    if (direction <= 0 && z[i] - low >= threshold) {
      if (direction < 0) down += high - low;
      direction = 1, high = z[i];
    } else if (direction >= 0 && high - z[i] >= threshold) {
      if (direction > 0) up += high - low;
      direction = -1, low = z[i];
    }
  }
  if (direction > 0) up += high - low;
  if (direction < 0) down += high - low;
  found[0] = up, found[1] = down;
}

// Constant velocity on two axes: a Kalman filter forward, and backward the smoother of Rauch et al. 1965.
void cv_smooth(const double *t, const double *east, const double *north, const double *agility, long n, double noise,
               double start, double *state, double *spread) {
  double x = east[0], y = north[0], u = 0, v = 0, r = noise * noise, a = r, b = 0, c = start * start;
  for (long i = 0; i < n; i++) {
    if (i) {
      double dt = t[i] - t[i - 1], q = agility[i];
      x += dt * u, y += dt * v;
      a += dt * (2 * b + dt * c + dt * dt * (q / 3)), b += dt * (c + dt * (q / 2)), c += dt * q;
      double gain = a / (a + r), lift = b / (a + r), dx = east[i] - x, dy = north[i] - y;
      x += gain * dx, y += gain * dy, u += lift * dx, v += lift * dy;
      c -= lift * b, b *= 1 - gain, a *= 1 - gain;
    }
    state[4 * i] = x, state[4 * i + 1] = y, state[4 * i + 2] = u, state[4 * i + 3] = v;
    spread[3 * i] = a, spread[3 * i + 1] = b, spread[3 * i + 2] = c;
  }
  for (long i = n - 2; i >= 0; i--) {
    double dt = t[i + 1] - t[i], q = agility[i + 1], *s = state + 4 * i, *p = spread + 3 * i;
    double a1 = p[0] + dt * (2 * p[1] + dt * p[2] + dt * dt * (q / 3)), b1 = p[1] + dt * (p[2] + dt * (q / 2));
    double c1 = p[2] + dt * q, scale = 1 / (a1 * c1 - b1 * b1), m = p[0] + dt * p[1], o = p[1] + dt * p[2];
    double g1 = (m * c1 - p[1] * b1) * scale, g2 = (p[1] * a1 - m * b1) * scale;
    double g3 = (o * c1 - p[2] * b1) * scale, g4 = (p[2] * a1 - o * b1) * scale;
    for (int k = 0; k < 2; k++) {
      double off = s[4 + k] - (s[k] + dt * s[2 + k]), turn = s[6 + k] - s[2 + k];
      s[k] += g1 * off + g2 * turn, s[2 + k] += g3 * off + g4 * turn;
    }
  }
}

static double triangle(const double *x, const double *y, long a, long b, long c) {
  return 0.5 * fabs((x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]));
}

// Moves point i up or down the heap to where its area belongs.
static void settle(long *heap, long *place, const double *area, long size, long i) {
  long at = place[i];
  while (at && area[heap[(at - 1) / 2]] > area[i]) {
    heap[at] = heap[(at - 1) / 2];
    place[heap[at]] = at;
    at = (at - 1) / 2;
  }
  for (;;) {
    long child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && area[heap[child + 1]] < area[heap[child]]) child++;
    if (area[heap[child]] >= area[i]) break;
    heap[at] = heap[child];
    place[heap[at]] = at;
    at = child;
  }
  heap[at] = i, place[i] = at;
}

// Visvalingam & Whyatt 1993 by a binary heap: up to which area each point stays. Scratch has four rows.
void visvalingam(const double *x, const double *y, long n, long *scratch, double *area, double *found) {
  long *heap = scratch, *place = scratch + n, *before = scratch + 2 * n, *after = scratch + 3 * n, size = 0;
  double level = 0;
  found[0] = found[n - 1] = INFINITY;
  for (long i = 1; i < n - 1; i++) {
    before[i] = i - 1, after[i] = i + 1, area[i] = triangle(x, y, i - 1, i, i + 1);
    place[i] = size, heap[size] = i;
    settle(heap, place, area, ++size, i);
  }
  while (size) {
    long i = heap[0], last = heap[--size], a = before[i], b = after[i];
    if (area[i] > level) level = area[i];
    found[i] = level;
    if (size) place[last] = 0, heap[0] = last, settle(heap, place, area, size, last);
    if (a) after[a] = b, area[a] = triangle(x, y, before[a], a, b), settle(heap, place, area, size, a);
    if (b < n - 1) before[b] = a, area[b] = triangle(x, y, a, b, after[b]), settle(heap, place, area, size, b);
  }
}
