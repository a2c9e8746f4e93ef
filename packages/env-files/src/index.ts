export { EnvFileError, type EnvFiles, readEnvFiles } from './read-env-files.ts';
