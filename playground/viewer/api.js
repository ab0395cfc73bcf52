import { settings } from './settings.js';

/** The endpoint wants a token, or another one. */
export class NotSignedIn extends Error {}

/** There is no answer: no connection, a refusal, or nothing but errors. `code` is the error's, where it has one. */
export class NoAnswer extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

/** Ask the endpoint. Answers `{ data, errors }`; there may be errors beside data. */
export async function ask(query, variables, signal) {
  if (!settings.token) throw new NotSignedIn();
  const headers = {
    accept: 'application/graphql-response+json, application/json;q=0.9',
    'accept-language': settings.language,
    'content-type': 'application/json',
    authorization: `Bearer ${settings.token}`,
  };
  const response = await send(JSON.stringify({ query, variables }), headers, signal);
  const answer = await response.json().catch(() => ({}));
  const errors = answer.errors ?? [];
  if (response.status === 401 || errors.some((error) => error.extensions?.code === 'UNAUTHENTICATED')) {
    throw new NotSignedIn();
  }
  if (!answer.data) throw new NoAnswer(errors[0]?.message ?? `HTTP ${response.status}`, errors[0]?.extensions?.code);
  return { data: answer.data, errors };
}

async function send(body, headers, signal) {
  try {
    return await fetch('/graphql', { method: 'POST', headers, body, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new NoAnswer(String(error.message), 'OFFLINE');
  }
}
