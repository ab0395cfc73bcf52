"""What docs/cost.md says between its tables; the names in braces are filled in by ``console.cost.page``."""

HEAD = """# Cost

Written by `make schema` (`stridegraph cost --page`); a test compares. Prices are list prices, collected on {read_on}
from the places named below, in US dollars without taxes, discounts and free tiers, but for Cognito's first 10,000
users. **Nothing of this has run on AWS yet**: units of capacity and bytes are measured here, durations are assumed
from what is measured here, and what people do is a guess. Reckon with your own:

```
stridegraph cost --users 1e6
stridegraph cost --users 2e5 --region ap-northeast-1 --sign-in own --activities-per-user 20 --assume process_ms=250
```

Sign-in stands first and apart: Cognito bills every person who was active in the month, and can outweigh all the rest.
With an OpenID Connect issuer of one's own (`--sign-in own`) that line is zero.

## In short

US dollars a month. Storage adds up: month 1 is half a month of uploads, month 36 three years of them.

{short}
## Line by line

Lines are rounded to the cent, and the sums are those of the rounded lines.
{lines}
"""
RACE = """## The day of a marathon

Everybody uploads once within one hour, beside the ordinary month. There is nothing to size for it but three things.

- A new table takes {at_once} write units a second at once, and is warmed for more the day before. An upload takes
  {upload} of them, and {count} more when it is counted among others, within a minute.
- ProcessFunction works on {workers} files at a time (`template.yaml`): what comes faster waits in the queue, and nobody
  else waits for it.
- The gateway lets {gateway} requests a second through (`template.yaml`), and each upload makes {asked}. Whoever only
  looks at that hour comes on top.

"The hour" is the uploads, their counts and their screens, {asked} requests for each.

{race}
"""
COMPARISON = """## Against a public talk of 2021

A public talk of November 2021, on taking a running service's back end from containers to Lambda, gave figures for what
had been feared of it. They stand beside today's prices, and beside what the same takes here, for {users} users in
month 12. The $700 follow from Tokyo's price; the $100 for pings do not follow from Lambda's prices alone. Pings keep no
number of environments, and a deployment loses them.

{comparison}
Aurora is assumed, not measured: an upload writes {rows} rows, a capacity unit bears {bears} of them a second, and
{copies} copies in two zones are kept all month at what the hour of the marathon needs, without storage and I/O; the
proxy bills {least} units at least.

"""
LEVERS = """## Levers

What each would save a month, alone, of {users} users in {where} in month 12, as the calculator finds it.

{levers}
Already so: one object of series instead of one for each resolution saves ${one_object} of PUTs; lists and previews come
from the table, so that few downloads are needed; S3's own keys cost nothing, and with a key of one's own (`--own-key`)
the bucket's key saves ${bucket_key} of KMS requests.

## What the bucket's lifecycle can save

S3 moves no object below {smallest} bytes. Of the demo athlete's FIT files {share} are larger, {large} bytes on
average: they go to {raw_class} after {raw_days} days, and what the move costs is back after {back} months more.
The series at full resolution take {detail} bytes on average, of outings of 23 to 90 minutes, and none reaches the
limit: the rule for `detail/` ({detail_class} after {detail_days} days) moves only those of outings that are longer,
and nothing in these tables.

"""
MEASURED = """## Measured

By the capacity suite, in DynamoDB Local with transactions counted as AWS counts them, and of the demo athlete's twelve
weeks (`src/console/cost/measured.py`; tests hold these figures against the running service).

{measured}
"""
ASSUMED = """## Assumed

Each can be told otherwise: `--assume NAME=VALUE`. Of the queries, three belong to each activity (`createUpload`,
`upload(id)`, the detail), the rest are home screens. X-Ray takes the first invocation of a second and {traced} of the
others, of each function, here as if they came evenly. Lambda asks both queues without a pause, which is billed where
they are empty, too: five long polls of 20 s for each, all month, from memory.

{assumed}
"""
PRICES = """## Prices

In US dollars, as they were collected on {read_on}; a GB is 2^30 bytes, a month has 30 days. None was read on AWS's
live pages. Before money depends on them, look up those "{memory}".

{prices}
"""
NOT_IN_IT = """## Not in it

Taxes, support plans, discounts and savings plans; domain, certificate and firewall; text messages and mail of the
sign-in; exports to the phone, calls of the console, restores of backups; other accounts and stages, the build; requests
that attackers make; and the people who run it. Lambda's price for 512 MB of `/tmp`, EventBridge's for its schedules and
DynamoDB's for streams that Lambda reads are zero. Volume discounts of logs begin at 10 TB a month, of Lambda's duration
at 6 billion GB-seconds: nothing here comes near. With Provisioned Concurrency the duration costs less than it is
counted at here. The price of warm throughput itself was not found in any copy: it stands in as an hour of provisioned
capacity of that size, the way that tables were warmed before.
"""
