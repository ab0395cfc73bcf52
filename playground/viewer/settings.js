const TOKEN = 'stridegraph-token';
const LANGUAGE = 'stridegraph-language';

// Storage may be switched off: then nothing outlives the page, and everything else works.
function stored(storage, name) {
  try {
    return globalThis[storage].getItem(name);
  } catch {
    return null;
  }
}

function store(storage, name, value) {
  try {
    globalThis[storage].setItem(name, value);
  } catch {
    // Kept in this module.
  }
}

function preferredLanguage() {
  const told = stored('localStorage', LANGUAGE) ?? navigator.languages.find((each) => /^(en|ja)\b/.test(each));
  return told?.startsWith('ja') ? 'ja' : 'en';
}

/** What the person chose, or the page was handed out with. */
export const settings = {
  language: preferredLanguage(),
  /** METRIC or IMPERIAL, as the profile has it. */
  units: 'METRIC',
  // A pasted token stays in this tab; the page's own one is new at each start of the local server.
  token: document.querySelector('meta[name="stridegraph-token"]').content || stored('sessionStorage', TOKEN) || '',
};

export function setLanguage(language) {
  settings.language = language;
  store('localStorage', LANGUAGE, language);
}

export function setToken(token) {
  settings.token = token;
  store('sessionStorage', TOKEN, token);
}
