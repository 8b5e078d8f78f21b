import { render } from 'preact'
import { App } from './app'
import { language } from './words/say'
import './style/tokens.css'
import './style/base.css'
import './style/shell.css'
import './style/day.css'
import './style/appointment.css'
import './style/import.css'
import './style/ledger.css'
import './style/safety.css'
import './style/voice.css'
import './style/access.css'
import './style/clients.css'
import './style/inbox.css'
import './style/reminders.css'
import './style/rehearsal.css'
import './style/week.css'
import './style/operator.css'
import './style/print.css'

document.documentElement.lang = language
const page = document.getElementById('page')
if (page) render(<App />, page)
