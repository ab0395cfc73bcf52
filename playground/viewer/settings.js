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

// What the page was handed out with: a local server's demo user, new at each start.
const preset = document.querySelector('meta[name="stridegraph-token"]').content;

/** What the person chose, or the page was handed out with. */
export const settings = {
  language: preferredLanguage(),
  /** METRIC or IMPERIAL, as the profile has it. */
  units: 'METRIC',
  // A pasted token stays in this tab, and goes before the page's own one until its person signs out.
  token: stored('sessionStorage', TOKEN) || preset,
};

export const hasDemo = Boolean(preset);

/** Whether the demo user of a local server is shown. */
export const isDemo = () => hasDemo && settings.token === preset;

export function setLanguage(language) {
  settings.language = language;
  store('localStorage', LANGUAGE, language);
}

/** Somebody's token; an empty one signs out, back to the demo user where there is one. */
export function setToken(token) {
  settings.token = token || preset;
  store('sessionStorage', TOKEN, token);
}
