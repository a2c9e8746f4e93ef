import cluster from 'node:cluster';

/** Whether this process is the only one of its server, or the first of its workers, which starts before the others. */
export const isFirstProcess = (): boolean => cluster.isPrimary || cluster.worker?.id === 1;
