import { startChromium } from './stage.js'
import { Visit } from './visit.js'
const address = 'http://127.0.0.1:3555'
const c = await startChromium()
for (const [who, paths] of Object.entries({
  'bithu.thanhtra': ['/', '/organizations/thanh-tra-tinh/meetings', '/organizations/thanh-tra-tinh/meetings/new', '/organizations/thanh-tra-tinh/months/2026-11/sheet','/organizations/thanh-tra-tinh/months/2026-11/quality', '/organizations/thanh-tra-tinh/years/2023'],
  'thamdinh': ['/', '/organizations/cac-co-quan-tinh/dashboard','/organizations/so-noi-vu/months/2026-10/sheet'],
  'banthuongvu': ['/'],
})) {
  const v = await Visit.begin(c.browser, address, { width: Number(process.argv[2] ?? 1366) })
  await v.signIn(who).catch((e) => console.log(String(e)))
  for (const p of paths) {
    try { await v.go(p); await v.look(who + p.replaceAll('/', '_')) } catch (e) { console.log(who, p, e.message.slice(0, 1500)) }
  }
  console.log(who, v.complaints)
}
await c.stop()
