import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { runServer } from '../run-server.ts';
import { clock, createClient } from './client.ts';
import { createControl, type Faults, sabotages } from './control.ts';
import type { History } from './history.ts';
import { readJournals } from './journal.ts';
import { livePerson } from './people.ts';
import type { Scenario } from './scenarios.ts';
import { sentAnswers } from './sent-answers.ts';
import { undueAnswers } from './undue-answers.ts';

const noFaults: Faults = { failSyncs: 0, failReads: 0, noSpace: 0, readOnly: 0, shortWrites: 0 };

/** A server that stays away longer does not recover. Nanoseconds. */
const longestWait = 60e9;

/** What a scenario left behind. */
export interface Recording {
  /** The folder that the server had its data folder in. */
  root: string;
  /** A folder of journals. */
  journals: string;
  history: History;
}

/** What callers saw. */
export interface Seen {
  answers: number;
  /** How many of them were 503. */
  unavailable: number;
  /** How many faults the recorder injected. */
  injected: number;
  /** What no caller may be answered, whatever the disk does. */
  undue: string[];
}

/**
 * Runs the server over the recorder, with callers, faults and restarts.
 * @param options.folder is made; the server's data folder is `root/data` in it
 * @param options.recorder the built library
 */
export async function record(options: {
  scenario: Scenario;
  folder: string;
  recorder: string;
}): Promise<{ recording: Recording; seen: Seen }> {
  const { scenario, folder, recorder } = options;
  const { people, events, sabotage, syncDelayUs } = scenario;
  const root = path.join(folder, 'root');
  const journals = path.join(folder, 'journals');
  for (const each of [root, journals]) mkdirSync(each, { recursive: true });
  const control = createControl(path.join(folder, 'control'));
  control.set({ syncDelayUs, ...(sabotage && { sabotage: sabotages[sabotage] }) });

  const persons = Array.from({ length: people }, (_, n) => ({
    id: `person-${n}`,
    name: `person ${n}`,
    phone: { countryCode: '86', number: String(13_800_000_000 + n) },
  }));
  const fake = await startFakeWechat({ people: persons });
  const start = () =>
    runServer(['dist/main.js'], {
      WECHAT_API_URL: fake.url,
      DATA_DIR: path.join(root, 'data'),
      LD_PRELOAD: recorder,
      UV_USE_IO_URING: '0',
      POWER_ROOT: root,
      POWER_JOURNAL: journals,
      POWER_CONTROL: path.join(folder, 'control'),
    });

  const history: History = { logins: [], endings: [], changes: [] };
  const stopping = new AbortController();
  let server = start();
  let url = await server.listening();
  const client = createClient(() => url);
  /** When answers may be 503, or missing. */
  const troubles: { from: number; to: number }[] = [];

  const load = Promise.all(
    persons.map(({ id, phone }) =>
      livePerson({
        call: client.call,
        fake,
        history,
        signal: stopping.signal,
        person: { id, phone: phone.number, appId: touristApp.appId },
      }),
    ),
  );
  const answered = async (count: number) => {
    const giveUpAt = clock() + longestWait;
    while (client.answered() < count) {
      if (clock() > giveUpAt)
        throw new Error(`no ${count} answers in time: ${server.output.stderr}`);
      await sleep(5);
    }
  };
  for (const event of events) {
    await answered(event.after);
    const from = clock();
    if ('signal' in event) {
      server.stop(event.signal);
      await server.ended();
      server = start();
      url = await server.listening();
    } else {
      const before = control.injected();
      control.set(event.faults);
      await sleep(event.lasts);
      // A quiet server may not have met it yet.
      while (control.injected() === before && clock() - from < longestWait) await sleep(5);
      control.set(noFaults);
    }
    troubles.push({ from, to: clock() });
  }
  await answered(scenario.answers);
  stopping.abort();
  await load;
  server.stop('SIGTERM');
  await server.ended();
  client.close();
  await fake.close();

  const answers = client.answersAt(sentAnswers(readJournals(journals)));
  const injected = control.injected();
  control.close();
  return {
    recording: { root, journals, history },
    seen: {
      answers: answers.filter(({ status }) => status > 0).length,
      unavailable: answers.filter(({ status }) => status === 503).length,
      injected,
      undue: undueAnswers({ answers, history, troubles }),
    },
  };
}
