// Requests to the table, by the SDK's document client, and items as the resolvers want them.
import { gunzipSync, inflateSync } from "node:zlib";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";

// A few kilobytes each: handed to another thread, they take twice as long.
const gunzipped = (packed) => JSON.parse(gunzipSync(packed));
const inflated = (packed) => JSON.parse(inflateSync(packed));

export function connect({ dynamodb, table, region, access_key, secret }) {
  const client = new DynamoDBClient({
    endpoint: dynamodb,
    region,
    credentials: { accessKeyId: access_key, secretAccessKey: secret },
  });
  return new Table(DynamoDBDocumentClient.from(client), table);
}

class Table {
  constructor(client, name) {
    this.client = client;
    this.name = name;
  }

  async get(uid, sk, more = {}) {
    const found = await this.client.send(
      new GetCommand({ TableName: this.name, Key: { PK: `U#${uid}`, SK: sk }, ...more }),
    );
    return found.Item;
  }

  async query(uid, condition, values, more = {}) {
    const found = await this.client.send(
      new QueryCommand({
        TableName: this.name,
        KeyConditionExpression: `PK = :pk AND ${condition}`,
        ExpressionAttributeValues: { ":pk": `U#${uid}`, ...values },
        ...more,
      }),
    );
    return found.Items;
  }

  prefixed(uid, prefix) {
    return this.query(uid, "begins_with(SK, :prefix)", { ":prefix": prefix });
  }

  between(uid, low, high, more) {
    return this.query(uid, "SK BETWEEN :low AND :high", { ":low": low, ":high": high }, more);
  }

  profile(uid) {
    return this.get(uid, "#P");
  }

  async page(uid, first) {
    const rows = await this.between(uid, "A#", "A#~", { ScanIndexForward: false, Limit: first + 1 });
    return { records: rows.slice(0, first).map(ofRow), last: rows[first - 1]?.SK, hasNext: rows.length > first };
  }

  async shoes(uid) {
    return new Map((await this.prefixed(uid, "G#")).map((item) => [item.SK.slice(2), item]));
  }

  async activity(uid, aid) {
    const item = await this.get(uid, `D#${aid}#0`);
    return item && ofMeta(item);
  }

  // With its splits and its score, in one request.
  async whole(uid, aid) {
    const items = await this.prefixed(uid, `D#${aid}#`);
    const meta = items.find((item) => item.SK.endsWith("#0"));
    if (!meta) return undefined;
    const kind = (name) => items.find((item) => item.SK === `D#${aid}#${name}#${meta.j}`);
    const [detail, score] = [kind("1detail"), kind("3score")];
    const card = cardOf(meta.q);
    const packed = card && score?.s[card.version];
    return {
      ...ofMeta(meta),
      detail: detail && inflated(detail.b),
      scored: packed && inflated(packed),
    };
  }

  async series(uid, aid, names) {
    const item = await this.get(uid, `S#${aid}`, {
      ProjectionExpression: ["#p", ...names.map((_, n) => `#c.#n${n}`)].join(", "),
      ExpressionAttributeNames: Object.fromEntries([
        ["#p", "points"],
        ["#c", "columns"],
        ...names.map((name, n) => [`#n${n}`, name]),
      ]),
    });
    if (!item) return undefined;
    const columns = Object.entries(item.columns).map(([name, packed]) => [name, gunzipped(packed)]);
    return { points: item.points, columns: Object.fromEntries(columns) };
  }

  weeks(uid, first, last) {
    return this.between(uid, `TW#${first}`, `TW#${last}`);
  }

  years(uid) {
    return this.prefixed(uid, "TY#");
  }
}

function ofRow(item) {
  const [, started, aid] = item.SK.split("#");
  return { ...figures(item, Number(started)), aid, sport: item.KS.startsWith("R") ? "RUNNING" : "WALKING" };
}

function ofMeta(item) {
  return { ...figures(item, item.t), aid: item.SK.split("#")[1], sport: item.sp, device: JSON.parse(item.dv) };
}

function figures(item, startedMs) {
  const tenth = (name) => (item[name] === undefined ? null : item[name] / 10);
  return {
    startedAt: local(startedMs, item.o),
    name: item.n ?? null,
    distanceM: item.d / 1000,
    elapsedS: item.e / 1000,
    movingS: item.m / 1000,
    paceSPerKm: item.d ? Math.round((item.m / item.d) * 1e5) / 100 : null,
    steps: item.s ?? null,
    averageHeartRateBpm: tenth("h"),
    maxHeartRateBpm: tenth("hx"),
    averageCadenceSpm: tenth("c"),
    ascentM: tenth("a"),
    descentM: tenth("ad"),
    caloriesKcal: item.k ?? null,
    gearId: item.g,
    card: cardOf(item.q),
  };
}

function local(startedMs, offsetS) {
  const minutes = Math.abs(offsetS) / 60;
  const two = (number) => String(Math.trunc(number)).padStart(2, "0");
  const offset = `${offsetS < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
  return new Date(startedMs + offsetS * 1000).toISOString().slice(0, 19) + offset;
}

// The newest score: version, value in hundredths, coverage in per cent.
function cardOf(packed) {
  if (!packed) return undefined;
  const value = (packed[1] << 8) | packed[2];
  return { version: packed[0], value: value === 0xffff ? null : value / 100, coverage: packed[3] / 100 };
}
