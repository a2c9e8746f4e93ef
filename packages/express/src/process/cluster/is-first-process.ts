import cluster from 'node:cluster';

/** Whether this is the only process of the server, or its first worker, which starts before the others. */
export const isFirstProcess = (): boolean => cluster.isPrimary || cluster.worker?.id === 1;
