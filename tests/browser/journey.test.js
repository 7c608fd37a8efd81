// The main job in a real browser: the secretary enters the month and sends the sheet, the reviewer confirms it, the
// year shows it.

import { after, before, describe, test } from 'node:test'
import { startChromium, startProgram } from './stage.js'
import { Visit } from './visit.js'

let program
let chromium

before(async () => {
  ;[program, chromium] = await Promise.all([startProgram(), startChromium()])
})

after(async () => {
  await chromium?.stop()
  await program?.stop()
})

for (const width of [1366, 360]) {
  describe(`at ${width} px`, () => {
    test('a secretary signs in and sees the cell', async () => {
      const visit = await Visit.begin(chromium.browser, program.address, { width })
      await visit.go('/sign-in')
      await visit.look('sign-in')
      await visit.signIn('bithu.thanhtra')
      await visit.go('/organizations/thanh-tra-tinh')
      await visit.look('cell')
      await visit.end()
    })
  })
}
