import { readdirSync } from 'node:fs';
import path from 'node:path';
import express, { Router } from 'express';

const pictures = path.join(import.meta.dirname, 'pictures');

/** Returns the addresses of the sample pictures in the phone's album. */
export const albumPictures = (): string[] => readdirSync(pictures).map((file) => `/album/${file}`);

/** Serves the sample pictures. */
export function albumRoutes(): Router {
  const routes = Router();
  routes.use('/album', express.static(pictures, { index: false }));
  return routes;
}
