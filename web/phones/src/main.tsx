import { render } from 'preact'
import { App } from './app'
import '../../src/style/tokens.css'
import '../../src/style/base.css'
import './handset.css'

const page = document.getElementById('page')
if (page) render(<App />, page)
