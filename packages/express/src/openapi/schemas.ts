import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import type { Schemas } from 'weapp-login';
import { problemSchema, userSchema } from 'weapp-login/schemas';
import { z } from 'zod';

type Side = 'request' | 'response';
type Schema = OpenAPIV3_1.SchemaObject;

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const address = (id: string) => `#/components/schemas/${id}`;

/** The schemas of contracts, each under the name of the first route that has it: two routes may share a body. */
export interface ComponentSchemas {
  /** Every schema by its name, for `components.schemas`. */
  all(): Record<string, Schema>;
  /** Returns a reference to a route's body, or `undefined` without a body. */
  bodySchema(schemas: Schemas, route: string, side: Side): OpenAPIV3_1.ReferenceObject | undefined;
  /** Returns a route's path, query and header parameters. */
  parametersOf(schemas: Schemas, route: string): OpenAPIV3_1.ParameterObject[];
}

export function createComponentSchemas(
  contracts: readonly { schemas: Schemas }[],
): ComponentSchemas {
  const registries = { request: named('request'), response: named('response') };

  function named(side: Side) {
    const registry = z.registry<{ id: string }>();
    if (side === 'response') registry.add(userSchema, { id: 'User' });
    if (side === 'response') registry.add(problemSchema, { id: 'Problem' });
    for (const { schemas } of contracts)
      for (const [route, body] of Object.entries(schemas.bodies))
        if (!registry.has(body[side]) && !(body[side] instanceof z.ZodUndefined))
          registry.add(body[side], { id: `${capitalized(route)}${capitalized(side)}` });
    return registry;
  }

  function publish(side: Side): Record<string, Schema> {
    const { schemas } = z.toJSONSchema(registries[side], {
      io: side === 'request' ? 'input' : 'output',
      uri: address,
      override: ({ jsonSchema }) => {
        // A later version may add members to a response, and clients must accept them.
        if (side === 'response') delete jsonSchema.additionalProperties;
        if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      },
    });
    return Object.fromEntries(
      Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema as Schema]),
    );
  }

  return {
    all: () => ({ ...publish('request'), ...publish('response') }),
    bodySchema({ bodies }, route, side) {
      const schema = bodies[route]?.[side];
      const id = schema && registries[side].get(schema)?.id;
      return id === undefined ? undefined : { $ref: address(id) };
    },
    parametersOf: ({ parameters = {} }, route) =>
      Object.entries(parameters[route] ?? {}).flatMap(([place, object]) => {
        const { properties = {}, required = [] } = z.toJSONSchema(object, { io: 'input' });
        return Object.entries(properties).map(([name, schema]) => ({
          name,
          in: place,
          required: required.includes(name),
          schema: schema as OpenAPIV3.SchemaObject,
        }));
      }),
  };
}
