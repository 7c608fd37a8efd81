// A whole round in a real browser: thirty cells assess their year and propose themselves, the committee appraises them, the
// inspection confirms, the board puts them before the Standing Committee, which votes, and the office issues the decision
// with its certificates.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startChromium, startProgram } from './stage.js'
import { Visit } from './visit.js'

const COMMITTEE = '/organizations/cac-co-quan-tinh'
const YEAR = 2023
const CELLS = 30

let program
let chromium
let cells

before(async () => {
  ;[program, chromium] = await Promise.all([startProgram(), startChromium()])
  // The other secretaries of the demonstration have no passwords yet: they get the one of all who are there to be tried.
  program.sql(
    `update person set password_hash = (select password_hash from person where username = 'bithu.thanhtra') where password_hash is null`,
  )
})

after(async () => {
  await chromium?.stop()
  await program?.stop()
})

const begin = () => Visit.begin(chromium.browser, program.address, { width: 1366 })

const round = (path = '') => `${COMMITTEE}/recognitions/${YEAR}${path}`

/** Opens the workbench as somebody, ticks what can be ticked, and does one thing to it. */
async function onTheBench(username, show, act) {
  const visit = await begin()
  await visit.signIn(username)
  await visit.go(round(`/bench?show=${show}`))
  await visit.page.getByRole('link', { name: 'Đánh dấu tất cả trong trang' }).click()
  assert.equal(await visit.page.locator('input[name=cells]:checked').count(), CELLS, `${show}: all are ticked`)
  await visit.look(`round-${show}-${username}`)
  await act(visit.page)
  await visit.page.locator('.flash').waitFor()
  const said = await visit.page.locator('.flash').innerText()
  assert.ok(said.includes(`Đã ghi ${CELLS} chi bộ`), said)
  await visit.end()
}

test('thirty secretaries assess the year and propose their cells', async () => {
  const rows = program.sql(`
    select o.code, p.username from registration r join organization o using (organization_id)
    join position n using (organization_id) join person p using (person_id)
    join organization_period d on d.organization_id = o.organization_id and d.valid @> date '${YEAR}-12-31'
    where r.way = 'self' and r.valid @> date '${YEAR}-12-31' and n.role = 'secretary' and d.kind = 'cell' order by o.code`)
  cells = rows.map((row) => row.split('|'))
  assert.equal(cells.length, CELLS)
  for (const [cell, secretary] of cells) {
    const visit = await begin()
    await visit.signIn(secretary)
    await visit.go(`/organizations/${cell}/recognitions/${YEAR}`)
    const page = visit.page
    await page.getByLabel('Kết quả nổi bật theo bốn tiêu chí').fill('Hoàn thành nhiệm vụ được giao')
    await page.getByLabel('Hạn chế, nguyên nhân').fill('Học nghị quyết có lúc còn chậm')
    for (const gap of await page.locator('textarea[name^="gap["]').all()) await gap.fill('Chi bộ chưa kịp lập phiếu')
    await page.getByLabel('Ngày chi bộ họp, biểu quyết').fill(`20/12/${YEAR}`)
    await page.getByLabel('Số đảng viên tán thành đề nghị').fill('12')
    await page.getByLabel('Số đảng viên được biểu quyết').fill('12')
    await page.getByRole('button', { name: 'Lưu tự đánh giá' }).click()
    await page.getByRole('button', { name: 'Gửi đề nghị công nhận' }).click()
    await page.getByText('Đã đề nghị').first().waitFor()
    if (cell === cells[0][0]) await visit.look('round-proposed')
    await visit.end()
  }
})

test('the committee takes them through to the vote in blocks', async () => {
  const press = (name) => (page) => page.getByRole('button', { name }).click()
  await onTheBench('thamdinh', 'proposed', press('Thẩm định: nhất trí đề nghị các chi bộ đã đánh dấu'))
  await onTheBench('kiemtra', 'appraised', press('Ủy ban Kiểm tra xác nhận các chi bộ đã đánh dấu'))
  await onTheBench('bantochuc', 'appraised', press('Trình Ban Thường vụ các chi bộ đã đánh dấu'))
  await onTheBench('banthuongvu', 'presented', async (page) => {
    await page.getByLabel('Tán thành', { exact: true }).fill('10')
    await page.getByLabel('Không tán thành', { exact: true }).fill('0')
    await page.getByLabel('Vắng mặt').fill('1')
    await page.getByLabel('Ngày họp').fill('10/01/2024')
    await page.getByLabel('Công nhận', { exact: true }).check()
    await page.getByRole('button', { name: 'Ghi kết quả biểu quyết' }).click()
  })
})

test('the office issues the decision with its list and the certificates', async () => {
  const visit = await begin()
  const page = visit.page
  await visit.signIn('vanphong')
  await visit.go(round())
  const number = await page.getByLabel('Số quyết định công nhận').inputValue()
  assert.equal(await page.locator('input[name=cells]:checked').count(), CELLS, 'those voted on come ticked')
  await page.getByLabel('Ngày ký', { exact: true }).first().fill('20/01/2024')
  await page.getByLabel('Số quyết định công nhận').fill('9')
  await page.getByLabel('Họ tên người ký').fill('Hoàng Quang Minh')
  await page.getByRole('button', { name: 'Ban hành quyết định' }).click()
  await page.getByText(`Đã ban hành Quyết định 09-QĐ/ĐU: ${CELLS} chi bộ được công nhận.`).waitFor()
  assert.match(number, /^01-QĐ/, 'the term of today begins at 01, the one of 2024 goes on at 09')
  await visit.look('round-issued')
  await page.getByRole('link', { name: 'Văn bản, bản ký' }).first().click()
  await visit.look('round-paper')
  const decision = await page.request.get(new URL('van-ban.pdf', `${page.url()}/`).href)
  assert.equal((await decision.body()).subarray(0, 5).toString(), '%PDF-')
  await page.goBack()
  await page.getByRole('link', { name: 'Giấy chứng nhận' }).first().click()
  await page.getByRole('button', { name: `Làm giấy chứng nhận cho ${CELLS} chi bộ` }).click()
  // The page says by itself how far it is.
  const file = page.getByRole('link', { name: 'Tải về để in (PDF)' })
  await file.waitFor({ timeout: 120_000 })
  const certificates = await page.request.get(new URL(await file.getAttribute('href'), page.url()).href)
  assert.equal((await certificates.body()).subarray(0, 5).toString(), '%PDF-')
  await visit.look('round-certificates')
  await visit.end()
})

test('the widest table printed lies on A4 and loses neither its last column nor its head', async () => {
  const visit = await begin()
  await visit.signIn('theodoi')
  await visit.go(`${COMMITTEE}/dashboard?month=${YEAR}-12`)
  const names = await visit.page.locator('.matrix tbody th').allInnerTexts()
  const file = join(tmpdir(), `bontot-print-${process.pid}.pdf`)
  await visit.page.pdf({ path: file, preferCSSPageSize: true })
  const said = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  const size = execFileSync('pdfinfo', [file], { encoding: 'utf8' })
  rmSync(file)
  assert.match(size, /Page size: +84[12](\.\d+)? x 59[45]/)
  // Each cell has one line with its twelve months, below a head that names them all.
  const pages = said.split('\f')
  for (const name of names) {
    const isRow = (line) => line.trim().startsWith(`${name} `) && line.trim().slice(name.length).trim().split(/\s+/).length === 12
    const on = pages.filter((page) => page.split('\n').some(isRow))
    assert.equal(on.length, 1, name)
    for (const head of [/\bT1\s/, /\bT12\b/]) assert.match(on[0], head)
  }
  await visit.end()
})
