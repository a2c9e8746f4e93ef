export { type CreateAppOptions, createApp } from './create-app.ts';
export { CreateError } from './create-error.ts';
