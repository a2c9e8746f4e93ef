declare module 'express4' {
  import type express from 'express';

  const create: (() => express.Express) & Pick<typeof express, 'json' | 'urlencoded'>;
  export default create;
}
