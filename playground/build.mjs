// Bundles the pages into dist/: what the service hands out at /, /viewer and /assets, nothing fetched from elsewhere.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';

import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const dist = join(here, 'dist');

const shared = {
  absWorkingDir: here,
  outdir: 'dist',
  publicPath: '/assets',
  bundle: true,
  minify: true,
  metafile: true,
  target: 'es2022',
  // The licences stand in licenses.txt, gathered below from what was really bundled.
  legalComments: 'none',
  logLevel: 'warning',
  define: { 'process.env.NODE_ENV': '"production"' },
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
};

/** GraphiQL's sheet brings Monaco's rules and changes some: a second copy, coming later, would undo that. */
const withoutMonacoStyles = {
  name: 'without-monaco-styles',
  setup: ({ onLoad }) => onLoad({ filter: /monaco-editor\/esm\/.*\.css$/ }, () => ({ contents: '', loader: 'css' })),
};

function outputs(metafile) {
  const found = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
  return Object.fromEntries(
    found.map(([path, output]) => [
      basename(output.entryPoint),
      { script: basename(path), style: output.cssBundle && basename(output.cssBundle) },
    ]),
  );
}

async function buildWorkers() {
  const { metafile } = await build({
    ...shared,
    format: 'iife',
    entryPoints: {
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    },
  });
  const built = outputs(metafile);
  const address = (label) => `/assets/${built[`${label}.worker.js`].script}`;
  return {
    metafile,
    addresses: { editor: address('editor'), json: address('json'), graphql: address('graphql') },
  };
}

function buildPages(workers) {
  return build({
    ...shared,
    format: 'esm',
    jsx: 'automatic',
    entryPoints: { playground: 'page/main.jsx', viewer: 'viewer/main.js', favicon: 'page/favicon.svg' },
    loader: { '.graphql': 'text', '.svg': 'copy' },
    plugins: [withoutMonacoStyles],
    define: { ...shared.define, WORKERS: JSON.stringify(workers) },
  });
}

function writePage({ metafile }, folder, main, name) {
  const built = outputs(metafile);
  const names = { ...built[main], favicon: built['favicon.svg'].script };
  const template = readFileSync(join(here, folder, 'index.html'), 'utf8');
  writeFileSync(
    join(dist, name),
    template.replace(/\{(\w+)\}/g, (_, key) => names[key]),
  );
}

/** Folders of the packages whose code is in the bundles, nested ones included. */
function bundledPackages(metafiles) {
  const inside = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  return new Set(inputs.map((path) => inside.exec(path)?.[0]).filter(Boolean));
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(here, folder, 'package.json'), 'utf8'));
  const texts = readdirSync(join(here, folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const text = texts.map((file) => readFileSync(join(here, folder, file), 'utf8').trim()).join('\n\n');
  return `${name} ${version} (${license})\n\n${text || 'The package carries no licence text of its own.'}\n`;
}

function writeLicenses(metafiles) {
  // One version may lie in several folders.
  const entries = [...new Set([...bundledPackages(metafiles)].map(licenseOf))].sort();
  writeFileSync(join(dist, 'licenses.txt'), entries.join(`\n${'-'.repeat(80)}\n\n`));
}

/** An answer of AWS Lambda holds 6 MB, which the script exceeds unless it is sent compressed. */
function compress() {
  // The pages themselves are filled in by the server at its start and small.
  for (const name of readdirSync(dist).filter((file) => !file.endsWith('.html'))) {
    const path = join(dist, name);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }));
  }
}

rmSync(dist, { recursive: true, force: true });
const workers = await buildWorkers();
const pages = await buildPages(workers.addresses);
writePage(pages, 'page', 'main.jsx', 'index.html');
writePage(pages, 'viewer', 'main.js', 'viewer.html');
writeLicenses([workers.metafile, pages.metafile]);
compress();
