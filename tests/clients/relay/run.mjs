// Relay with persisted documents alone: node run.mjs URL TOKEN FILE..., after relay-compiler.
import runtime from 'relay-runtime'
import { asked, noting, told } from '../node/story.mjs'
import became from './src/__generated__/storyBecameQuery.graphql.js'
import page from './src/__generated__/storyPageQuery.graphql.js'
import promiseFile from './src/__generated__/storyPromiseFileMutation.graphql.js'
import scored from './src/__generated__/storyScoredQuery.graphql.js'
import settle from './src/__generated__/storySettleMutation.graphql.js'
import signIn from './src/__generated__/storySignInQuery.graphql.js'

const { Environment, Network, RecordSource, Store, commitMutation, fetchQuery } = runtime
const story = asked()
const send = noting(story)

async function ask({ id, text, name }, variables) {
  if (text !== null) throw new Error(`${name} was not persisted`)
  const answer = await send(story.endpoint, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ documentId: `sha256:${id}`, operationName: name, variables }),
  })
  return answer.json()
}

const environment = new Environment({ network: Network.create(ask), store: new Store(new RecordSource()) })
const query = (document) => (variables) =>
  fetchQuery(environment, document, variables, { fetchPolicy: 'network-only' }).toPromise()
const mutation = (document) => (variables) =>
  new Promise((resolve, reject) => {
    commitMutation(environment, {
      mutation: document,
      variables,
      onCompleted: (data, errors) => (errors?.length ? reject(new Error(errors[0].message)) : resolve(data)),
      onError: reject,
    })
  })

await told(story, {
  signIn: query(signIn),
  settle: mutation(settle),
  promiseFile: mutation(promiseFile),
  became: query(became),
  page: query(page),
  scored: query(scored),
})
