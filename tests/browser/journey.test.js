// The main job in a real browser: the secretary enters the month and sends the sheet, the committee checks it, the year
// shows it. Three times: on a desk, on a phone, and without JavaScript, each as another cell.

import { after, before, describe, test } from 'node:test'
import { attach, confirm, enterMeeting, pressEnter, readTheYear, score } from './acts.js'
import { startChromium, startProgram } from './stage.js'
import { Visit } from './visit.js'

const JOURNEYS = [
  { name: 'on a desk', width: 1366, cell: 'thanh-tra-tinh', secretary: 'bithu.thanhtra', reviewer: 'thamdinh' },
  { name: 'on a phone', width: 360, cell: 'ban-tuyen-giao', secretary: 'bithu.tuyengiao', reviewer: 'thamdinh' },
  {
    name: 'without JavaScript',
    width: 1280,
    javaScript: false,
    cell: 'ky-thuat',
    secretary: 'bithu.kythuat',
    reviewer: 'thamdinh.dienluc',
  },
]

let program
let chromium

before(async () => {
  ;[program, chromium] = await Promise.all([startProgram(), startChromium()])
})

after(async () => {
  await chromium?.stop()
  await program?.stop()
})

for (const journey of JOURNEYS) {
  describe(journey.name, () => {
    test('the secretary enters the month and sends the sheet', async () => {
      const visit = await Visit.begin(chromium.browser, program.address, journey)
      await visit.go('/sign-in')
      await visit.look('sign-in')
      await visit.signIn(journey.secretary)
      await visit.look('home')
      await enterMeeting(visit, journey.cell)
      await score(visit, journey.cell, 'quality')
      await pressEnter(visit, journey.cell)
      await attach(visit, journey.cell)
      await score(visit, journey.cell, 'sheet')
      await visit.go('/')
      await visit.look('home-after')
      await visit.signOut()
      await visit.end()
    })

    test('the committee confirms what was sent', async () => {
      const visit = await Visit.begin(chromium.browser, program.address, journey)
      await visit.signIn(journey.reviewer)
      await visit.look('committee-home')
      await confirm(visit, journey.cell)
      await visit.end()
    })
  })
}

for (const width of [1366, 360]) {
  test(`the year of the article is on its page at ${width} px`, async () => {
    const visit = await Visit.begin(chromium.browser, program.address, { width })
    await visit.signIn('banthuongvu')
    await visit.look('standing-committee-home')
    await visit.go('/organizations/cac-co-quan-tinh/dashboard')
    await visit.look('dashboard')
    await readTheYear(visit)
    await visit.end()
  })
}
