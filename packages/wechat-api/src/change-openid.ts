import { z } from 'zod';
import { text } from './well-formed-text.ts';

/** A converted openid. `to` is absent if WeChat knows none. */
export interface ConvertedOpenid {
  from: string;
  to?: string;
}

/** The maximum of openids per call. */
export const mostConvertedOpenids = 100;

/** The response of changeopenid. An openid that WeChat can't convert has an err_msg in place of the new one. */
export const changeOpenidSchema: z.ZodType<ConvertedOpenid[]> = z
  .object({
    result_list: z.array(
      z.object({ ori_openid: text, new_openid: text.optional(), err_msg: z.string() }),
    ),
  })
  .transform(({ result_list }) =>
    result_list.map(({ ori_openid, new_openid }) => ({
      from: ori_openid,
      ...(new_openid && { to: new_openid }),
    })),
  );
