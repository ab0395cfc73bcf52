/** Points `[latitude, longitude]`, degrees, of a Google encoded polyline with 5 decimals. */
export function decode(polyline) {
  const points = [];
  let at = 0;
  let sums = [0, 0];
  const next = () => {
    let value = 0;
    let shift = 0;
    let chunk;
    do {
      chunk = polyline.charCodeAt(at++) - 63;
      value |= (chunk & 31) << shift;
      shift += 5;
    } while (chunk >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (at < polyline.length) {
    sums = [sums[0] + next(), sums[1] + next()];
    points.push(sums.map((sum) => sum / 1e5));
  }
  return points;
}

const METRES_PER_DEGREE = 111_320;

/** A projection to metres east and south of the first point: true to scale over the few kilometres of an outing. */
export function projection([latitude0, longitude0]) {
  const shrink = Math.cos((latitude0 * Math.PI) / 180);
  return ([latitude, longitude]) => [
    // The shorter way around, where a route crosses the 180th meridian.
    (((longitude - longitude0 + 540) % 360) - 180) * METRES_PER_DEGREE * shrink,
    (latitude0 - latitude) * METRES_PER_DEGREE,
  ];
}
