// What people do, in the words of the pages.

import assert from 'node:assert/strict'

const HANOI = { timeZone: 'Asia/Ho_Chi_Minh' }
const parts = Object.fromEntries(
  new Intl.DateTimeFormat('en-GB', { ...HANOI, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(new Date())
    .map(({ type, value }) => [type, value]),
)

/** This month as it stands in URLs, and today as people write it. */
export const MONTH = `${parts.year}-${parts.month}`
export const TODAY = `${parts.day}/${parts.month}/${parts.year}`

/** Enters the regular meeting of this month: one member away with a reason, last month's tasks done, one new task. */
export async function enterMeeting(visit, cell) {
  const { page } = visit
  await visit.go(`/organizations/${cell}/meetings/new?month=${MONTH}&kind=regular`)
  await page.getByLabel('Ngày họp').fill(TODAY)
  await page.getByLabel('Bắt đầu').fill('7:30')
  await page.getByLabel('Kết thúc').fill('09:15')
  await page.getByText('Danh sách điểm danh').click()
  const member = page.locator('select[name^="state["]').nth(5)
  await member.selectOption('absent_excused')
  const id = (await member.getAttribute('name')).match(/\d+/)[0]
  await page.locator(`input[name="reason[${id}]"]`).fill('Đi công tác')
  for (const done of await page.getByLabel('Đã hoàn thành').all()) await done.check()
  await page.getByLabel('Nội dung chương trình').fill('Đánh giá tháng trước; nhiệm vụ tháng này.')
  await page.getByLabel('Số đảng viên phát biểu').fill('7')
  await page.getByLabel('Nhiệm vụ 1').fill('Hoàn thành báo cáo quý')
  await visit.look('meeting-form')
  await page.getByRole('button', { name: 'Lưu cuộc họp' }).click()
  await page.waitForURL(/\/meetings\/\d+$/)
  await visit.look('meeting')
}

/** A meeting with figures of its own: when, who was away, how many spoke, which tasks of last month were done. */
export async function recordMeeting(visit, cell, meeting) {
  const { page } = visit
  await visit.go(`/organizations/${cell}/meetings/new?month=${meeting.month}&kind=${meeting.kind}`)
  await page.getByLabel('Ngày họp').fill(meeting.on)
  await page.getByLabel('Bắt đầu').fill(meeting.from)
  await page.getByLabel('Kết thúc').fill(meeting.to)
  if (meeting.away) {
    await page.getByText('Danh sách điểm danh').click()
    const member = page.locator('select[name^="state["]').nth(5)
    await member.selectOption(meeting.away)
    const id = (await member.getAttribute('name')).match(/\d+/)[0]
    if (meeting.away === 'absent_excused') await page.locator(`input[name="reason[${id}]"]`).fill('Đi công tác')
  }
  if (meeting.tasks) for (const result of await page.getByLabel(meeting.tasks).all()) await result.check()
  if (meeting.speakers) await page.getByLabel('Số đảng viên phát biểu').fill(meeting.speakers)
  if (meeting.task) await page.getByLabel('Nhiệm vụ 1').fill(meeting.task)
  if (meeting.reported) await page.getByLabel('Ngày báo cáo cấp trên').fill(meeting.reported)
  await page.getByRole('button', { name: 'Lưu cuộc họp' }).click()
  await page.waitForURL(/\/meetings\/\d+$/)
}

/** Gives items these points and saves; gives the total the page then shows. */
export async function give(visit, path, points) {
  const { page } = visit
  await visit.go(path)
  for (const [code, value] of Object.entries(points)) {
    const field = page.locator(`[name="points[${code}]"]`)
    const isSelect = (await field.evaluate((element) => element.tagName)) === 'SELECT'
    await (isSelect ? field.selectOption(value) : field.fill(value))
  }
  await Promise.all([
    page.waitForNavigation(),
    page.locator('.total').getByRole('button', { name: 'Lưu nháp' }).click(),
  ])
  return page.locator('[data-live=total]').innerText()
}

/** Gives every item its most, saves the draft, and sends the sheet after a vote. */
export async function score(visit, cell, sheet) {
  const { page } = visit
  const path = `/organizations/${cell}/months/${MONTH}/${sheet}`
  await visit.go(path)
  await fillPoints(page)
  await Promise.all([
    page.waitForNavigation(),
    page.locator('.total').getByRole('button', { name: 'Lưu nháp' }).click(),
  ])
  await page.getByRole('link', { name: 'Xem lại trước khi gửi' }).waitFor()
  await visit.look(sheet)
  await page.getByRole('link', { name: 'Xem lại trước khi gửi' }).click()
  await page.getByLabel('Số tán thành').fill('10')
  await page.getByLabel('Số biểu quyết').fill('10')
  await visit.look(`${sheet}-check`)
  await page.getByRole('button', { name: 'Gửi phiếu' }).click()
  await page.getByText('Đã gửi').first().waitFor()
  await visit.look(`${sheet}-sent`)
}

/** Puts a paper behind the first item, and is told why a telephone's photo is not taken. */
export async function attach(visit, cell) {
  const { page } = visit
  const paper = { name: 'Kế hoạch 12.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 kế hoạch') }
  const photo = { name: 'IMG_2041.HEIC', mimeType: 'image/heic', buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0') }
  const path = `/organizations/${cell}/months/${MONTH}/sheet`
  await visit.go(path)
  await page.locator('#item-1\\.1').getByRole('link', { name: 'Thêm minh chứng' }).click()
  await page.getByLabel('Chú thích').first().fill('Trang 3')
  await page.getByLabel('Chọn tệp').setInputFiles([paper, photo])
  await page.getByRole('button', { name: 'Tải lên' }).click()
  await page.getByText('Tương thích nhất').waitFor()
  // A refused form is a 422, which the console notes.
  visit.complaints = visit.complaints.filter((complaint) => !complaint.includes('422'))
  await page.getByRole('link', { name: 'Kế hoạch 12.pdf' }).waitFor()
  await visit.look('evidence')
  await page.getByRole('link', { name: 'Quay lại phiếu' }).click()
  await page.getByRole('link', { name: 'Minh chứng (1)' }).waitFor()
}

async function fillPoints(page) {
  const within = page.locator('section.card:not([aria-labelledby="outside"])')
  for (const field of await within.locator('input[name^="points["]:visible').all()) {
    await field.fill((await field.getAttribute('data-max')).replace('.', ','))
  }
  for (const field of await within.locator('select[name^="points["]:visible').all()) {
    await field.selectOption({ index: 1 })
  }
}

/** The committee looks at the sheet that was sent and confirms it. */
export async function confirm(visit, cell) {
  const { page } = visit
  await visit.go(`/organizations/${cell}/months/${MONTH}/sheet/review`)
  await visit.look('review')
  await page.getByRole('button', { name: 'Duyệt phiếu' }).click()
  await page.getByText('Đã duyệt').first().waitFor()
  await visit.look('confirmed')
}

/** Enter in a field saves a draft and can never send the month. */
export async function pressEnter(visit, cell) {
  const { page } = visit
  await visit.go(`/organizations/${cell}/months/${MONTH}/sheet`)
  const field = page.locator('input[name="points[1.1]"]')
  await field.fill('4,5')
  await Promise.all([page.waitForNavigation(), field.press('Enter')])
  await page.getByText('Đã lưu lúc').first().waitFor()
  assert.equal(await page.getByText('Đã gửi').count(), 0)
}

/** The year of the article, on the page of a cell. */
export async function readTheYear(visit) {
  await visit.go('/organizations/thanh-tra-tinh/years/2023')
  const text = await visit.page.locator('main').innerText()
  for (const fact of ['Sinh hoạt thường kỳ\\s+12', 'Sinh hoạt chuyên đề\\s+4', '5/29 \\(17,24%\\)', '2/2', '29/29']) {
    assert.match(text, new RegExp(fact), fact)
  }
  await visit.look('year')
}
