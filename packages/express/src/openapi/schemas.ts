import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import type { RouteName } from 'weapp-login';
import { bodies, parameters, problemSchema, userSchema } from 'weapp-login/schemas';
import { z } from 'zod';

type Side = 'request' | 'response';
type Schema = OpenAPIV3_1.SchemaObject;

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const address = (id: string) => `#/components/schemas/${id}`;

/** The request or response schemas, each named after the first route that uses it: routes may share a body. */
const named = (side: Side) => {
  const registry = z.registry<{ id: string }>();
  if (side === 'response') registry.add(userSchema, { id: 'User' });
  if (side === 'response') registry.add(problemSchema, { id: 'Problem' });
  for (const [route, body] of Object.entries(bodies))
    if (!registry.has(body[side]) && !(body[side] instanceof z.ZodUndefined))
      registry.add(body[side], { id: `${capitalized(route)}${capitalized(side)}` });
  return registry;
};
const registries = { request: named('request'), response: named('response') };

const publish = (side: Side): Record<string, Schema> => {
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
};

/** All schemas of the contract by name, for `components.schemas`. */
export const componentSchemas = (): Record<string, Schema> => ({
  ...publish('request'),
  ...publish('response'),
});

/** Returns a reference to a route's body, or `undefined` without a body. */
export const bodySchema = (
  route: keyof typeof bodies,
  side: Side,
): OpenAPIV3_1.ReferenceObject | undefined => {
  const id = registries[side].get(bodies[route][side])?.id;
  return id === undefined ? undefined : { $ref: address(id) };
};

/** Returns a route's path, query and header parameters. */
export const parametersOf = (route: RouteName): OpenAPIV3_1.ParameterObject[] => {
  const places: Partial<Record<RouteName, Record<string, z.ZodObject>>> = parameters;
  return Object.entries(places[route] ?? {}).flatMap(([place, object]) => {
    const { properties = {}, required = [] } = z.toJSONSchema(object, { io: 'input' });
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      in: place,
      required: required.includes(name),
      schema: schema as OpenAPIV3.SchemaObject,
    }));
  });
};
