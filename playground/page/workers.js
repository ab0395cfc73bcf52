/* global WORKERS -- the build fills in where each worker's file lies */

// Files of their own from our own origin: a worker made from a blob would need `worker-src blob:`.
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(WORKERS[label] ?? WORKERS.editor, { name: label }),
};
