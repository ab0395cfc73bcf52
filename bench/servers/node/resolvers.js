// The resolvers of both servers; context is `{ uid, table, shoes }`.
const CHANNELS = {
  ALTITUDE_M: ["altitudeM", "m"],
  SPEED_M_S: ["speedMS", "m/s"],
  HEART_RATE_BPM: ["heartRateBpm", "bpm"],
  CADENCE_SPM: ["cadenceSpm", "spm"],
  POWER_W: ["powerW", "W"],
  VERTICAL_OSCILLATION_MM: ["verticalOscillationMm", "mm"],
};
const UNITS = {
  BRISK_SPEED: "m/s",
  STEP_LENGTH: "m",
  BOUNCE: "%",
  CADENCE: "steps/min",
  SPRING: "1",
  SYMMETRY: "%",
  RHYTHM: "%",
  PELVIS: "deg",
  TRUNK: "deg",
  CONTACT_TIME: "ms",
  VERTICAL_OSCILLATION: "mm",
  DUTY_FACTOR: "%",
  WALK_RATIO: "m/(steps/min)",
};
const BEST_DISTANCES_M = [400, 800, 1000, 1609.344, 3000, 5000, 10000, 15000, 21097.5, 30000, 42195, 50000, 100000];
const DAY_MS = 86_400_000;

export function contextOf(table, uid) {
  let shoes;
  return { uid, table, shoes: () => (shoes ??= table.shoes(uid)) };
}

const round4 = (value) => (value === null ? null : Math.round(value * 1e4) / 1e4);
const globalId = (kind, key) => Buffer.from(`${kind}:${key}`).toString("base64url");

function keyOf(id) {
  const [kind, key] = Buffer.from(id, "base64url").toString().split(":");
  return kind === "Activity" ? key : "";
}

// Whether the operation asks for what lies beside the activity's own item.
function asksForDetail(info) {
  const selections = info.fieldNodes.flatMap((node) => node.selectionSet.selections);
  return selections.some(
    (field) =>
      field.name?.value === "splits" ||
      field.selectionSet?.selections.some((inner) => inner.name?.value === "components"),
  );
}

const activity = {
  id: (record) => globalId("Activity", record.aid),
  async gear(record, _, { shoes }) {
    const pair = record.gearId && (await shoes()).get(record.gearId);
    return pair ? { id: globalId("Gear", record.gearId), name: pair.name } : null;
  },
  device: ({ device }) => ({ name: [device.manufacturer, device.product].filter(Boolean).join(" ") || null }),
  splits({ detail }) {
    return detail?.km.map((split, n) => ({
      index: split.index,
      distanceM: split.distance_m,
      elapsedS: split.elapsed_s,
      movingS: split.moving_s,
      averageHeartRateBpm: split.average_heart_rate_bpm,
      averageCadenceSpm: split.average_cadence_spm,
      ascentM: split.ascent_m,
      descentM: split.descent_m,
      gradeAdjustedPaceSPerKm: detail.kmg?.[n],
    }));
  },
  score: ({ card, scored }) => card && { ...card, scored },
  async series({ aid }, { channels, maxPoints }, { uid, table }) {
    const names = channels.map((channel) => CHANNELS[channel][0]);
    const found = await table.series(uid, aid, ["elapsedS", ...names]);
    if (!found || found.points > maxPoints) return null;
    return {
      points: found.points,
      elapsedS: found.columns.elapsedS,
      channels: channels
        .map((channel) => ({ channel, unit: CHANNELS[channel][1], values: found.columns[CHANNELS[channel][0]] }))
        .filter(({ values }) => values),
    };
  },
};

function componentsOf({ value, scored }) {
  if (!scored) return null;
  const total = scored.components.reduce((sum, [, , points, weight]) => sum + (points === null ? 0 : weight), 0);
  return scored.components.map(([key, measured, points, weight, , , expected]) => ({
    key,
    unit: UNITS[key],
    value: round4(measured),
    points: round4(points),
    weight: round4(weight),
    contribution: value === null ? 0 : round4((weight * (points ?? 0)) / total),
    expected: expected && { low: round4(expected[0]), typical: round4(expected[1]), high: round4(expected[2]) },
  }));
}

// Weeks from Monday, those without an activity among them.
async function totalsOf(_, { from, to }, { uid, table }) {
  const start = Date.parse(from);
  const monday = start - ((new Date(start).getUTCDay() + 6) % 7) * DAY_MS;
  const firsts = [];
  for (let at = monday; at <= Date.parse(to); at += 7 * DAY_MS) firsts.push(new Date(at).toISOString().slice(0, 10));
  const items = new Map((await table.weeks(uid, firsts[0], firsts.at(-1))).map((item) => [item.SK.slice(3), item]));
  return firsts.map((first) => {
    const sums = { count: 0, distance_mm: 0, moving_ms: 0, steps: 0 };
    for (const day of Object.values(items.get(first)?.parts ?? {}))
      for (const sport of Object.values(day)) for (const name in sums) sums[name] += sport[name] ?? 0;
    const { count, distance_mm, moving_ms, steps } = sums;
    return { from: first, count, distanceM: distance_mm / 1000, movingS: moving_ms / 1000, steps };
  });
}

async function bestsOf(_, __, { uid, table }) {
  const best = new Map();
  for (const { bests = {} } of await table.years(uid))
    for (const [place, found] of Object.entries(bests))
      if (!best.has(place) || found < best.get(place)) best.set(place, found);
  return [...best].sort(([a], [b]) => (a < b ? -1 : 1)).map(([place, found]) => {
    const [durationMs, startedMs] = found.split("#");
    return {
      sport: place.startsWith("r") ? "RUNNING" : "WALKING",
      distanceM: BEST_DISTANCES_M[Number(place.slice(1))],
      durationS: Number(durationMs) / 1000,
      achievedAt: `${new Date(Number(startedMs)).toISOString().slice(0, 19)}+00:00`,
    };
  });
}

export const resolvers = {
  Query: {
    viewer: () => ({}),
    activity(_, { id }, { uid, table }, info) {
      return asksForDetail(info) ? table.whole(uid, keyOf(id)) : table.activity(uid, keyOf(id));
    },
  },
  User: {
    async profile(_, __, { uid, table }) {
      const { first_weekday: firstWeekday = "MONDAY", locale = "EN" } = await table.profile(uid);
      return { firstWeekday, locale };
    },
    async activities(_, { first }, { uid, table }) {
      const { records, last, hasNext } = await table.page(uid, first);
      const endCursor = last ? Buffer.from(last).toString("base64url") : null;
      return { nodes: records, pageInfo: { hasNextPage: hasNext, endCursor } };
    },
    totals: totalsOf,
    personalBests: bestsOf,
  },
  Activity: { __resolveType: ({ sport }) => (sport === "RUNNING" ? "Run" : "Walk") },
  Run: activity,
  Walk: activity,
  Score: { components: componentsOf },
};
