declare module 'express4' {
  import type express from 'express';

  const create: () => express.Express;
  export default create;
}
