import { type LimitName, type LimitScope, type Limits, limits } from 'weapp-login';

const scopes: readonly LimitScope[] = ['person', 'address'];
const names = Object.keys(limits) as LimitName[];

/** The name of a limit in the log, the metrics and the setting LIMITS, such as `phone.person`. */
export const limitNames: readonly string[] = names.flatMap((name) =>
  scopes.map((scope) => `${name}.${scope}`),
);

/** Returns the contract's limits with some counts replaced; 0 means no limit. */
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
