import { createAnimation } from '../animation.ts';
import type { Api } from './context.ts';

export const animationApi = (): Api => ({ createAnimation });
