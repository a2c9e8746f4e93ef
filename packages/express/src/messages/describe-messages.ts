import type { OpenAPIV3_1 } from 'openapi-types';
import { type ProblemCode, problems } from 'weapp-login';
import { problemResponse } from '../openapi/responses.ts';

type Responses = Record<string, OpenAPIV3_1.ResponseObject>;

const query = (name: string, description: string, required = true) => ({
  name,
  in: 'query',
  required,
  description,
  schema: { type: 'string' } as const,
});

const signed = [query('timestamp', 'As WeChat signed it.'), query('nonce', 'As WeChat signed it.')];

const text = (description: string, example: string): OpenAPIV3_1.ResponseObject => ({
  description,
  headers: { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } },
  content: { 'text/plain': { schema: { type: 'string' }, example } },
});

const refusals = (codes: readonly ProblemCode[]): Responses =>
  Object.fromEntries(
    codes.map((code) => {
      const { status } = problems[code];
      return [status, problemResponse(status, [[code, problems[code]]])];
    }),
  );

const getResponses: Responses = {
  200: text('The signature is right.', '4375120948345356249'),
  ...refusals(['invalid-request', 'internal']),
};

const postResponses: Responses = {
  200: text('Carried out, and on the disk.', 'success'),
  ...refusals(['invalid-request', 'body-too-large', 'unsupported-media-type', 'internal']),
  503: problemResponse(503, [
    ['overloaded', problems.overloaded],
    ['store-unavailable', problems['store-unavailable']],
  ]),
};

/**
 * The push address in the OpenAPI document. WeChat calls it, and no client of the contract.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
 */
export const messagesOperations: Readonly<Record<'get' | 'post', OpenAPIV3_1.OperationObject>> = {
  get: {
    operationId: 'checkMessageUrl',
    tags: ['WeChat'],
    summary: 'Check of the address of message push (消息推送)',
    description: 'WeChat calls it when the address is saved at mp.weixin.qq.com.',
    parameters: [
      query('signature', 'SHA-1 of Token, timestamp and nonce, sorted and joined; hex.'),
      ...signed,
      query('echostr', 'What to answer.'),
    ],
    security: [],
    responses: getResponses,
  },
  post: {
    operationId: 'receiveMessage',
    tags: ['WeChat'],
    summary: 'Message pushed by WeChat (消息推送)',
    description:
      'Deletes what a person took consent back for, and the person whose WeChat account was closed. Other events are acknowledged. A message that comes again is answered again, and carried out once.',
    parameters: [
      query('signature', 'As for the check; without 安全模式 it is what counts.', false),
      query('msg_signature', 'In 安全模式: the same over `Encrypt` too.', false),
      ...signed,
      query('openid', 'Ignored: the message itself says whom it concerns.', false),
      query('encrypt_type', '`aes` in 安全模式.', false),
    ],
    requestBody: {
      required: true,
      content: Object.fromEntries(
        ['application/json', 'text/xml'].map((type) => [type, { schema: { type: 'object' } }]),
      ),
    },
    security: [],
    responses: postResponses,
  },
};
