// Apollo Client with automatic persisted queries: node apollo.mjs URL TOKEN FILE... with METHOD=GET for hashes by GET.
import { createHash } from 'node:crypto'
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { documents, isMutation } from './documents.mjs'
import { asked, noting, told } from './story.mjs'

const story = asked()
const persisted = new PersistedQueryLink({
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  useGETForHashedQueries: process.env.METHOD === 'GET',
})
const apollo = new ApolloClient({
  link: persisted.concat(new HttpLink({ uri: story.endpoint, fetch: noting(story) })),
  cache: new InMemoryCache({ possibleTypes: { Activity: ['Run', 'Walk'] } }),
  defaultOptions: { query: { fetchPolicy: 'network-only' } },
})

const client = Object.fromEntries(
  Object.entries(documents).map(([name, document]) => [
    name,
    async (variables) => {
      const made = isMutation(document)
        ? await apollo.mutate({ mutation: document, variables })
        : await apollo.query({ query: document, variables })
      return made.data
    },
  ]),
)
await told(story, client)
