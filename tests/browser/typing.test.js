// Typing points in a real browser: a slow line, a Vietnamese keyboard, a column from Excel, another computer. The names
// are those of the complaints they answer.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MONTH } from './acts.js'
import { startChromium, startProgram } from './stage.js'
import { Visit } from './visit.js'

const SHEET = `/organizations/thanh-tra-tinh/months/${MONTH}/sheet`
const ITEMS = ['1.1', '1.3', '1.4', '1.5', '3.1', '3.2', '4.2', '4.3', '4.4', '3.4']

let program
let chromium

before(async () => {
  ;[program, chromium] = await Promise.all([startProgram(), startChromium()])
})

after(async () => {
  await chromium?.stop()
  await program?.stop()
})

async function secretary() {
  const visit = await Visit.begin(chromium.browser, program.address, { width: 1366 })
  await visit.signIn('bithu.thanhtra')
  await visit.go(SHEET)
  return visit
}

const field = (page, item) => page.locator(`input[name="points[${item}]"]`)
const saved = (page) => page.locator('.saved', { hasText: 'Đã lưu lúc' }).waitFor()

/** The points on the server, seen from another computer, once they are these or half a minute has gone. */
async function stored(items, expected) {
  const other = await secretary()
  let values
  for (let tries = 0; tries < 30; tries++) {
    values = await Promise.all(items.map((item) => field(other.page, item).inputValue()))
    if (values.join() === expected.join()) break
    await new Promise((resolve) => setTimeout(resolve, 1000))
    await other.go(SHEET)
  }
  await other.end()
  return values
}

test('c5 c7 ten scores typed over a slow line are all kept, and another computer goes on with them', async () => {
  const visit = await secretary()
  const { page } = visit
  await page.route(`**${SHEET}`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    await route.continue()
  })
  const points = ['4,5', '7', '2,25', '3', '6', '5', '4', '5', '2', '4']
  for (const [i, item] of ITEMS.entries()) {
    await field(page, item).fill(points[i])
    await field(page, item).press('Tab')
  }
  assert.deepEqual(await stored(ITEMS, points), points)
  await saved(page)
  await visit.end()
})

test('c10 saving waits for the Vietnamese keyboard and never rewrites the field', async () => {
  const visit = await secretary()
  const { page } = visit
  await page.locator('[id="item-1.3"] summary', { hasText: 'Ghi chú' }).click()
  const note = page.locator('textarea[name="note[1.3]"]')
  await note.focus()
  let posts = 0
  page.on('request', (request) => (posts += request.method() === 'POST' ? 1 : 0))
  // Telex: the word is under composition while it is typed, longer than the time after which a draft is saved.
  await note.evaluate((area) => area.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true })))
  await page.keyboard.insertText('Nguyễn Thị Đươ')
  await page.waitForTimeout(2600)
  assert.equal(posts, 0, 'nothing is sent while a word is being composed')
  await page.keyboard.insertText('̀ng')
  await note.evaluate((area) => area.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true })))
  const typed = await note.inputValue()
  await page.keyboard.press('ArrowLeft')
  const cursor = await note.evaluate((area) => area.selectionStart)
  await page.waitForTimeout(2600)
  await saved(page)
  assert.ok(posts > 0)
  assert.equal(await note.inputValue(), typed)
  assert.equal(await note.evaluate((area) => area.selectionStart), cursor, 'the cursor has not moved')
  const other = await secretary()
  assert.equal(await other.page.locator('textarea[name="note[1.3]"]').inputValue(), 'Nguyễn Thị Đường')
  await other.end()
  await visit.end()
})

const paste = (place, text) =>
  place.evaluate((input, column) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', column)
    input.focus()
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)

test('c15 a column from Excel fills downward, marks what is out of range, and is undone at once', async () => {
  const visit = await secretary()
  const { page } = visit
  const before = await Promise.all(['1.1', '1.3', '1.4', '1.5'].map((item) => field(page, item).inputValue()))
  const computed = await page.locator('[id="shown-1.2"]').count()
  // One row an item: 1.2 follows the records or waits for them, and takes its row either way.
  await paste(field(page, '1.1'), '4,25\t\r\n9\t\r\n7,5\t\r\n99\t\r\n3\t\r\n')
  assert.equal(await field(page, '1.1').inputValue(), '4,25')
  assert.equal(await field(page, '1.3').inputValue(), '7,5')
  assert.equal(await field(page, '1.5').inputValue(), '3')
  assert.equal(await field(page, '1.4').getAttribute('aria-invalid'), 'true')
  await page.getByText('không nhận được “99”').waitFor()
  if (computed > 0) assert.match(await page.locator('.saved').innerText(), /Đã dán 4 ô, 1 ô tính từ số liệu/)
  await page.getByRole('button', { name: 'Hoàn tác dán' }).click()
  const again = await Promise.all(['1.1', '1.3', '1.4', '1.5'].map((item) => field(page, item).inputValue()))
  assert.deepEqual(again, before)
  assert.equal(await field(page, '1.4').getAttribute('aria-invalid'), null)
  await visit.end()
})
