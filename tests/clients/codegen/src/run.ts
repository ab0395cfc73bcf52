// Typed documents of graphql-codegen, sent by their hash alone: node made/run.js URL TOKEN FILE..., after codegen and tsc.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
// @ts-expect-error -- plain JavaScript, shared with the other clients
import { asked, noting, told } from '../../node/story.mjs'
import * as documents from './gql/graphql.js'

const story = asked()
const send: typeof fetch = noting(story)

// What a typo, a missing variable or an unknown field would break at compile time.
export const distance = (page: documents.PageQuery): number | undefined =>
  page.viewer?.activities?.nodes.map((node) => node.distanceM).at(0)
export const brisk = (page: documents.PageQuery): number | null | undefined =>
  page.viewer?.activities?.nodes.flatMap((node) => (node.__typename === 'Walk' ? [node.brisk?.durationS] : [])).at(0)
// @ts-expect-error -- a page is asked for with its size
export const unsized: documents.PageQueryVariables = {}

function asking<Data, Variables>(document: TypedDocumentNode<Data, Variables>) {
  const { hash } = (document as { __meta__?: { hash?: string } }).__meta__ ?? {}
  if (!hash) throw new Error('a document without its hash')
  return async (variables: Variables): Promise<Data> => {
    const answer = await send(story.endpoint, {
      method: 'POST',
      headers: { accept: 'application/graphql-response+json', 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: hash.startsWith('sha256:') ? hash : `sha256:${hash}`, variables }),
    })
    const { data, errors } = (await answer.json()) as { data?: Data; errors?: { message: string }[] }
    if (errors?.length || !data) throw new Error(errors?.[0]?.message ?? 'no data')
    return data
  }
}

await told(story, {
  signIn: asking(documents.SignInDocument),
  settle: asking(documents.SettleDocument),
  promiseFile: asking(documents.PromiseFileDocument),
  became: asking(documents.BecameDocument),
  page: asking(documents.PageDocument),
  scored: asking(documents.ScoredDocument),
})
