import type { CodeSpace, ComponentEnv } from 'glass-easel-miniprogram-adapter';

/** What a script hands to Page, Component or Behavior. */
export interface Definition {
  behaviors?: unknown[];
  options?: { styleIsolation?: string; addGlobalClass?: boolean };
  [name: string]: unknown;
}

/** The file that is being loaded. */
export interface Current {
  env: ComponentEnv;
  /** It has called Page or Component. */
  defined: boolean;
  /** Called with a component's definition before it is registered. */
  define(definition: Definition): void;
}

/**
 * Page, Component and Behavior as every module sees them: what they define belongs to the file that is being
 * loaded, whichever module calls.
 */
export function createDefinitions(codeSpace: CodeSpace, current: () => Current | undefined) {
  const formField = codeSpace
    .behavior()
    .definition({
      properties: { name: { type: String }, value: { type: null } },
      data: { isFormField: true },
    } as never)
    .register();
  // What these three ask for holds for every component here: forms look inside, and export is heeded.
  const nothing = codeSpace.behavior().register();
  const known: Record<string, unknown> = {
    'wx://form-field': formField,
    'wx://form-field-group': nothing,
    'wx://form-field-button': nothing,
    'wx://component-export': nothing,
  };

  function resolved(definition: Definition): Definition {
    if (!definition.behaviors) return definition;
    // Some libraries nest them, which the platform takes.
    const behaviors = definition.behaviors.flat().map((behavior) => {
      if (typeof behavior !== 'string') return behavior;
      if (known[behavior]) return known[behavior];
      throw new Error(`the behavior ${behavior} is not supported by this simulator`);
    });
    return { ...definition, behaviors };
  }
  const loading = (name: string) => {
    const found = current();
    if (!found)
      throw new Error(`${name}() is called outside of a page's or component's own script`);
    found.defined = true;
    return found;
  };

  return {
    Page(definition: Definition) {
      loading('Page').env.Page(resolved(definition) as never);
    },
    Component(definition: Definition) {
      const { env, define } = loading('Component');
      const found = resolved(definition);
      define(found);
      return env.Component(found as never);
    },
    Behavior: (definition: Definition) =>
      codeSpace
        .behavior()
        .definition(resolved(definition) as never)
        .register(),
  };
}
