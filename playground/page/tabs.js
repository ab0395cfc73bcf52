import lastActivities from './queries/last-activities.graphql';
import newestRun from './queries/newest-run.graphql';

/** What a first visit opens: queries that answer for every user who has a run. */
export const tabs = [
  { query: lastActivities, variables: JSON.stringify({ first: 5 }, null, 2) },
  { query: newestRun },
];
