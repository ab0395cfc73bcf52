// urql with its persisted exchange, hashes by GET: node urql.mjs URL TOKEN FILE...
import { Client, fetchExchange } from '@urql/core'
import { persistedExchange } from '@urql/exchange-persisted'
import { documents, isMutation } from './documents.mjs'
import { asked, noting, told } from './story.mjs'

const story = asked()
const urql = new Client({
  url: story.endpoint,
  preferGetMethod: false,
  exchanges: [persistedExchange({ preferGetForPersistedQueries: true, enableForMutation: true }), fetchExchange],
  fetch: noting(story),
})

const client = Object.fromEntries(
  Object.entries(documents).map(([name, document]) => [
    name,
    async (variables) => {
      const asking = isMutation(document) ? urql.mutation(document, variables) : urql.query(document, variables)
      const { data, error } = await asking.toPromise()
      if (error) throw error
      return data
    },
  ]),
)
await told(story, client)
