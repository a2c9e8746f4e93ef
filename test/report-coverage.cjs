// Loaded before a program that runs with an IPC channel: 'start' begins to count, 'take' sends the files whose code ran since.
const { Session } = require('node:inspector/promises');

const session = new Session();
session.connect();

process.on('message', async (message) => {
  if (message === 'start') {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    process.send([]);
  } else {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const ran = result.filter(({ functions }) =>
      functions.some(({ ranges }) => ranges[0].count > 0),
    );
    process.send(ran.map(({ url }) => url));
  }
});
