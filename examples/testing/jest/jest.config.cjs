// globalSetup is imported as an ES module on every Node.js, which a test of jest is not.
module.exports = { globalSetup: './start-fake.mjs', globalTeardown: './stop-fake.mjs' };
