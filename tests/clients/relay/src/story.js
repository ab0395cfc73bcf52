// The operations of operations.graphql as Relay wants them: in the source, named after it. The compiler reads this file; nothing runs it.
import { graphql } from 'relay-runtime'

export const signIn = graphql`
  query storySignInQuery {
    viewer {
      id
      profile {
        locale
      }
    }
  }
`

export const settle = graphql`
  mutation storySettleMutation($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      __typename
      ... on ProfileUpdated {
        profile {
          birthDate
          heightM
        }
      }
      ... on InputRefused {
        problems {
          field
          code
          message
        }
      }
    }
  }
`

export const promiseFile = graphql`
  mutation storyPromiseFileMutation($input: CreateUploadInput!) {
    createUpload(input: $input) {
      __typename
      ... on Upload {
        id
        state
        putUrl
        putHeaders {
          name
          value
        }
      }
      ... on InputRefused {
        problems {
          field
          code
          message
        }
      }
      ... on UploadConflict {
        message
      }
    }
  }
`

export const became = graphql`
  query storyBecameQuery($id: ID!) {
    upload(id: $id) {
      id
      state
      problem {
        code
        message
      }
      activities {
        __typename
        id
      }
    }
  }
`

export const page = graphql`
  query storyPageQuery($first: Int!, $after: String) {
    viewer {
      id
      activities(first: $first, after: $after) {
        nodes {
          __typename
          id
          startedAt
          distanceM
          ... on Walk {
            brisk {
              durationS
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`

export const scored = graphql`
  query storyScoredQuery($id: ID!) {
    activity(id: $id) {
      __typename
      id
      score {
        value
        reason
        components {
          key
          points
          contribution
        }
      }
    }
  }
`
