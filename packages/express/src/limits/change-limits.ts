import { type LimitName, type LimitScope, type Limits, limits } from 'weapp-login';

const scopes: readonly LimitScope[] = ['person', 'address'];
const names = Object.keys(limits) as LimitName[];

/** Every limit as log, metrics and the setting LIMITS name it: `phone.person`. */
export const limitNames: readonly string[] = names.flatMap((name) =>
  scopes.map((scope) => `${name}.${scope}`),
);

/** Returns the contract's limits, with other counts where there are any; 0 stands for no limit. */
export const changeLimits = (counts: Readonly<Record<string, number>>): Limits =>
  Object.fromEntries(
    names.map((name) => [
      name,
      {
        ...limits[name],
        ...Object.fromEntries(
          scopes.map((scope) => {
            const { count, seconds } = limits[name][scope];
            return [scope, { count: counts[`${name}.${scope}`] ?? count, seconds }];
          }),
        ),
      },
    ]),
  ) as unknown as Limits;

export const noLimits: Limits = changeLimits(
  Object.fromEntries(limitNames.map((name) => [name, 0])),
);
