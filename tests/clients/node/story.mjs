// What a phone does, whatever client it has: sign in, tell who it is, send two files, page, read a score.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

export const ME = { birthDate: '1992-05-17', sex: 'FEMALE', heightM: 1.6 }
const POLLS = 120
const PAUSE_MS = 250

/** What the tests hand to a client: the endpoint, a token, the files, and a list that fills with what was sent. */
export function asked() {
  const [url, token, ...files] = process.argv.slice(2)
  return { endpoint: `${url}/graphql`, token, files, sent: [] }
}

/** A fetch that signs in, and notes of each request what the tests look at. */
export function noting({ token, sent }) {
  return async (address, options = {}) => {
    const headers = new Headers(options.headers)
    headers.set('authorization', `Bearer ${token}`)
    const answer = await fetch(address, { ...options, headers })
    const url = new URL(address)
    const body = options.body ? JSON.parse(options.body) : Object.fromEntries(url.searchParams)
    const copy = await answer.clone().json()
    sent.push({
      method: options.method ?? 'GET',
      accept: headers.get('accept'),
      type: answer.headers.get('content-type'),
      status: answer.status,
      operation: body.operationName ?? null,
      query: Boolean(body.query),
      hash: JSON.stringify(body).includes('sha256'),
      codes: (copy.errors ?? []).map((error) => error.extensions?.code),
    })
    return answer
  }
}

/**
 * Carry the story out and print what came of it.
 *
 * `client` has a function for each operation, from variables to data, each of which rejects on errors:
 * signIn, settle, promiseFile, became, page, scored.
 */
export async function told({ files, sent }, client) {
  const { viewer } = await client.signIn({})
  const settled = await client.settle({ input: ME })
  const activities = []
  for (const file of files) activities.push(...(await uploaded(client, file)))
  const paged = []
  for (let after = null, more = true; more; ) {
    const { nodes, pageInfo } = (await client.page({ first: 1, after })).viewer.activities
    paged.push(...nodes)
    after = pageInfo.endCursor
    more = pageInfo.hasNextPage
  }
  const { activity } = await client.scored({ id: paged[0].id })
  const told = { viewer: viewer.id, settled: settled.updateProfile.__typename, activities, paged, activity, sent }
  process.stdout.write(JSON.stringify(told))
}

async function uploaded(client, file) {
  const bytes = await readFile(file)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { createUpload } = await client.promiseFile({ input: { sizeBytes: bytes.length, sha256 } })
  const headers = Object.fromEntries(createUpload.putHeaders.map(({ name, value }) => [name, value]))
  delete headers['Content-Length'] // fetch tells it itself
  const put = await fetch(createUpload.putUrl, { method: 'PUT', body: bytes, headers })
  if (!put.ok) throw new Error(`the PUT was answered with ${put.status}: ${await put.text()}`)
  for (let polls = 0; polls < POLLS; polls++) {
    const { upload } = await client.became({ id: createUpload.id })
    if (upload.state === 'FAILED') throw new Error(upload.problem.message)
    if (upload.state === 'DONE') return upload.activities.map(({ id }) => id)
    await sleep(PAUSE_MS)
  }
  throw new Error('the upload did not end')
}
