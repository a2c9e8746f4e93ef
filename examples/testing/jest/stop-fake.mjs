export default async function stopFake() {
  await globalThis.fakeWechat.close();
}
