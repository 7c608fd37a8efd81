// Visiting pages as a person, and what must hold on each page visited.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PASSWORD } from './stage.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const out = join(import.meta.dirname, 'out')

/** A person's browser window at a width. */
export class Visit {
  constructor(page, address, width, javaScript) {
    this.page = page
    this.address = address
    this.width = width
    this.prefix = javaScript ? String(width) : 'plain'
    this.javaScript = javaScript
    this.pictures = 0
  }

  static async begin(browser, address, { width, javaScript = true }) {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      javaScriptEnabled: javaScript,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const visit = new Visit(page, address, width, javaScript)
    visit.complaints = []
    page.on('console', (message) => {
      if (message.type() === 'error') visit.complaints.push(message.text())
    })
    page.on('pageerror', (error) => visit.complaints.push(String(error)))
    return visit
  }

  async end() {
    assert.deepEqual(this.complaints, [], 'the browser has nothing to complain about')
    await this.page.context().close()
  }

  async go(path) {
    const answer = await this.page.goto(this.address + path)
    assert.ok(answer.ok(), `${path} answers ${answer.status()}`)
  }

  async signIn(username) {
    await this.go('/sign-in')
    await this.page.getByLabel('Tên đăng nhập').fill(username)
    await this.page.getByLabel('Mật khẩu').fill(PASSWORD)
    await this.page.getByRole('button', { name: 'Đăng nhập' }).click()
    await this.page.getByRole('button', { name: 'Đăng xuất' }).waitFor()
  }

  async signOut() {
    await this.page.getByRole('button', { name: 'Đăng xuất' }).click()
    await this.page.getByLabel('Tên đăng nhập').waitFor()
  }

  /** Checks the page for what must hold everywhere, and takes its picture. */
  async look(name) {
    await this.noSidewaysScroll(name)
    await this.page.screenshot({
      path: join(out, `${this.prefix}-${String(++this.pictures).padStart(2, '0')}-${name}.png`),
      fullPage: true,
    })
    // Without JavaScript in the page axe cannot run; it is the same HTML as with it.
    if (this.javaScript) await this.accessible(name)
    if (this.width <= 360) await this.narrow(name)
  }

  async accessible(name) {
    await this.page.evaluate(axe)
    const { violations } = await this.page.evaluate(() =>
      globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
    )
    const found = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.html).join('\n  ')}`)
    assert.deepEqual(found, [], `${name} at ${this.width} px`)
  }

  async narrow(name) {
    await this.page.setViewportSize({ width: 320, height: 640 })
    await this.noSidewaysScroll(`${name} at 320 px`)
    await this.page.setViewportSize({ width: this.width, height: 800 })
  }

  async noSidewaysScroll(name) {
    const [content, window] = await this.page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ])
    assert.ok(content <= window, `${name}: ${content} px of content in ${window} px`)
  }
}
