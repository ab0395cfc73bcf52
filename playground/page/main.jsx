import './workers.js';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';

import { explorerPlugin } from '@graphiql/plugin-explorer';
import { createGraphiQLFetcher, StorageAPI } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createRoot } from 'react-dom/client';

import { tabs } from './tabs.js';

const token = document.querySelector('meta[name="stridegraph-token"]').content;
const headers = token ? JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2) : undefined;

const fetcher = createGraphiQLFetcher({ url: '/graphql', enableIncrementalDelivery: false });

// GraphiQL shows a default tab's query but not its variables, unless they are stored as though they had been typed.
const storage = new StorageAPI();
if (!storage.get('tabState')) {
  storage.set('query', tabs[0].query);
  storage.set('variables', tabs[0].variables);
}

// The server signs with a new key at each start. Headers are never stored, so that no old token outlives it.
createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={[HISTORY_PLUGIN, explorerPlugin()]}
    defaultHeaders={headers}
    defaultTabs={tabs.map((tab) => ({ ...tab, headers }))}
    shouldPersistHeaders={false}
    defaultEditorToolsVisibility="variables"
  >
    <GraphiQL.Logo>
      <a className="viewer-link" href="/viewer" title="Look at the same without reading JSON">
        <span className="brand">stridegraph </span>
        <span className="link">viewer</span>
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
