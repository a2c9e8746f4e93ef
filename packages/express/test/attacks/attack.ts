// Attacks of one caller on a server in a process of its own: how much memory they take there, and how long others wait.
import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { holdBodies } from '../hold-bodies.ts';
import { pictures } from '../pictures.ts';
import { runServer } from '../run-server.ts';
import { bearer } from '../server.ts';

export interface Attacked {
  attack: string;
  /** MB: before, and the most during the attack. */
  before: number;
  most: number;
  /** Milliseconds of `GET /me` of another person: before and during the attack. */
  p50: { before: number; during: number };
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Runs every attack in turn, each against a new server. */
export async function attack(program: string[]): Promise<Attacked[]> {
  const fake = await startFakeWechat();
  const results: Attacked[] = [];
  const attacks = {
    '/docs, 20 connections × 90 pipelined': (url: string) =>
      unread(url, 20, get('/docs/swagger-ui-bundle.js').repeat(90)),
    'pictures, 4 connections × 500 pipelined': (url: string, picture: string) =>
      unread(url, 4, get(picture).repeat(500)),
    '/openapi.json, 20 connections × 500 pipelined': (url: string) =>
      unread(url, 20, get('/openapi.json').repeat(500)),
    '300 uploads held open': async (url: string, _picture: string, token: string) => {
      const { letGo } = await holdBodies(url, 'POST /me/avatar', {
        length: 1024 * 1024,
        count: 300,
        begin: '--b\r\nContent-Disposition: form-data; name="avatar"; filename="a"\r\n\r\n',
        headers: { ...bearer(token), 'content-type': 'multipart/form-data; boundary=b' },
      });
      return letGo;
    },
  };
  for (const [name, begin] of Object.entries(attacks)) {
    const server = runServer(program, { WECHAT_API_URL: fake.url });
    const url = await server.listening();
    const token = await logIn(url, fake.issueCode({ personId: 'dawei', appId: touristApp.appId }));
    const form = new FormData();
    const image = Buffer.concat([pictures['image/png'], Buffer.alloc(1024 * 1024 - 4096)]);
    form.set('avatar', new Blob([image]));
    const uploaded = await fetch(`${url}/me/avatar`, {
      method: 'POST',
      headers: bearer(token),
      body: form,
    });
    const { user } = (await uploaded.json()) as { user: { avatarUrl: string } };
    const memory = () =>
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)])) / 1024;
    const visit = () => latency(url, token);
    await visit();
    const [before, quietP50] = [memory(), await visit()];
    const end = await begin(url, user.avatarUrl, token);
    let most = before;
    const during: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      during.push(await visit());
      most = Math.max(most, memory());
      await sleep(250);
    }
    end();
    results.push({ attack: name, before, most, p50: { before: quietP50, during: median(during) } });
    server.stop('SIGKILL');
    await server.ended();
  }
  await fake.close();
  return results;
}

/** Requests whose answers are never read. */
function unread(url: string, connections: number, requests: string) {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(Number(port), hostname).pause();
    socket.on('error', () => undefined).write(requests);
    return socket;
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

async function logIn(url: string, code: string): Promise<string> {
  const response = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return ((await response.json()) as { token: string }).token;
}

/** The median of 50 visits, one after the other. Milliseconds. */
async function latency(url: string, token: string): Promise<number> {
  const times: number[] = [];
  for (let visit = 0; visit < 50; visit += 1) {
    const startedAt = performance.now();
    await (await fetch(`${url}/me`, { headers: bearer(token) })).text();
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
