import createUpload from './queries/create-upload.graphql';
import form from './queries/form.graphql';
import home from './queries/home.graphql';
import newestActivities from './queries/newest-activities.graphql';
import newestRun from './queries/newest-run.graphql';
import newestWalk from './queries/newest-walk.graphql';
import totals from './queries/totals.graphql';

const today = new Date();

/** A day as the API takes it, by this browser's clock. */
function daysAgo(days) {
  const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() - days, 12);
  return date.toISOString().slice(0, 10);
}

const locale = navigator.languages.find((each) => /^(en|ja)\b/.test(each))?.startsWith('ja') ? 'JA' : 'EN';
const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const tab = (query, variables) => ({ query, variables: JSON.stringify(variables, null, 2) });

/** What a first visit opens: the story of the product in the order of a first look, answered for every user. */
export const tabs = [
  tab(home, { from: daysAgo(28), to: daysAgo(0) }),
  tab(newestActivities, { first: 5 }),
  tab(newestRun, { locale }),
  tab(newestWalk, { locale }),
  tab(totals, { from: daysAgo(90), to: daysAgo(0) }),
  tab(form, { weeks: 6, daysPerWeek: 2, locale }),
  tab(createUpload, { input: { sizeBytes: 94208, sha256, format: 'FIT' } }),
];
