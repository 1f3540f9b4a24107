'use strict';
// @ts-check

/**
 * The page of a batch. Its data are two JSON blocks, "head-data" and "jobs-data"; nothing else is loaded but the media that the jobs name.
 * Every text of a job reaches the page as text, never as markup.
 *
 * @typedef {{name: string, kind: 'image'|'video'|'audio', href?: string, place?: string, missing?: boolean, embedded?: string, thumbnail?: string,
 *   mediaType?: string, bytes?: number, sha256?: string, sidecar?: string, until?: number}} Media
 * @typedef {{id: string, boundary: string, message: string, action?: string, code?: string, providerMessage?: string, requestId?: string}} Fault
 * @typedef {{id?: string, key?: string, state: string, route?: string, model?: string, profile?: string, provider?: string, owner?: string, wrapper?: boolean,
 *   region?: string, prompt?: string, cmdlet?: string, options: Record<string, unknown>, submitted?: number, scheduled?: number, ended?: number, stored?: number,
 *   units?: number, unit?: string, requestId?: string, inputs?: Media[], files?: Media[], error?: Fault, warnings?: string[]}} Job
 * @typedef {{owner: string, unit: string, units: number, jobs: number, wrapper?: boolean, reckoned?: number, inFlight?: number, unclear?: number, amount?: number,
 *   currency?: string, source?: string, checked?: string}} Bill
 * @typedef {{title: string, made: number, since?: number, until?: number, version: string, bills: Bill[], unpriced: string[]}} Head
 */

(() => {
  const CARDS = 48;
  const ROWS = 200;
  const SVG = 'http://www.w3.org/2000/svg';
  const GOOD = ['Completed', 'Stored'];
  const BAD = ['Failed', 'Expired'];
  const FACETS = /** @type {const} */ (['state', 'route', 'model', 'profile']);

  /** @type {Head} */
  const head = JSON.parse(byId('head-data').textContent || '{}');
  /** @type {Job[]} */
  const jobs = JSON.parse(byId('jobs-data').textContent || '[]');

  const whole = new Intl.NumberFormat();
  const fine = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
  const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

  let cardsShown = CARDS;
  let rowsShown = ROWS;
  /** @type {number[]} */
  let shown = [];

  // ---- small helpers

  /** @param {string} id @returns {HTMLElement} */
  function byId(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(`The page lacks #${id}.`);
    return found;
  }

  /** @param {string} id @returns {HTMLInputElement & HTMLSelectElement} */
  const field = (id) => /** @type {any} */ (byId(id));

  /**
   * An element with text and children; attributes that are undefined are left out.
   * @param {string} name @param {Record<string, string|number|boolean|undefined>} [attributes] @param {...(Node|string|null|undefined)} children @returns {HTMLElement}
   */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== false) element.setAttribute(key, value === true ? '' : String(value));
    }
    for (const child of children) if (child !== null && child !== undefined) element.append(child);
    return element;
  }

  /** @param {string} name @param {Record<string, string|number>} attributes @param {...(Node|string)} children */
  function draw(name, attributes, ...children) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.append(...children);
    return element;
  }

  /** @param {number} count @param {string} noun */
  const counted = (count, noun) => `${whole.format(count)} ${noun}${count === 1 ? '' : 's'}`;

  /** @param {number|undefined} time */
  const when = (time) => time === undefined ? '' : moment.format(time);

  /** @param {number|undefined} span in milliseconds */
  function lasting(span) {
    if (span === undefined || Number.isNaN(span)) return '';
    const seconds = Math.max(0, span) / 1000;
    if (seconds < 60) return `${fine.format(Math.round(seconds * 10) / 10)} s`;
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    return hours > 0 ? `${whole.format(hours)} h ${minutes} min` : `${minutes} min ${Math.round(seconds % 60)} s`;
  }

  /** @param {number} bytes */
  function sized(bytes) {
    for (const [unit, size] of /** @type {[string, number][]} */ ([['GB', 1e9], ['MB', 1e6], ['kB', 1e3]])) if (bytes >= size) return `${fine.format(bytes / size)} ${unit}`;
    return `${whole.format(bytes)} B`;
  }

  /** @param {number[]} values @param {number} part */
  function quantile(values, part) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted.length === 0 ? undefined : sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
  }

  /** @param {Job} job */
  const isBad = (job) => BAD.includes(job.state);
  /** @param {Job} job */
  const queueOf = (job) => job.submitted !== undefined && job.scheduled !== undefined ? job.scheduled - job.submitted : undefined;
  /** @param {Job} job */
  const runOf = (job) => job.scheduled !== undefined && job.ended !== undefined ? job.ended - job.scheduled : undefined;
  /** @param {Job} job */
  const tookOf = (job) => job.submitted !== undefined && job.ended !== undefined ? job.ended - job.submitted : undefined;
  /** @param {Job} job */
  const endOf = (job) => job.stored ?? job.ended ?? job.scheduled ?? job.submitted;
  /** @param {Job} job */
  const nameOf = (job) => job.key ?? job.id ?? job.files?.[0]?.name ?? 'job without a name';
  /** @param {Job} job */
  const billed = (job) => job.units === undefined ? '' : counted(job.units, job.unit ?? 'unit');
  /** @param {string|undefined} route */
  const routeText = (route) => (route ?? 'unknown').replaceAll('_', ' ');

  /** @param {string} text */
  const quoted = (text) => `'${text.replaceAll("'", "''").replaceAll('\u2018', '\u2018\u2018').replaceAll('\u2019', '\u2019\u2019')}'`;

  /** The line that makes the job again. @param {Job} job */
  function commandOf(job) {
    if (!job.cmdlet) return undefined;
    const words = [job.cmdlet];
    /** @param {string} name @param {unknown} value */
    const add = (name, value) => {
      if (value === undefined || value === null) return;
      if (typeof value === 'boolean') words.push(value ? `-${name}` : `-${name}:$false`);
      else if (typeof value === 'number') words.push(`-${name} ${value}`);
      else if (Array.isArray(value)) words.push(`-${name} ${value.map((item) => typeof item === 'number' ? String(item) : quoted(String(item))).join(', ')}`);
      else if (typeof value === 'string') words.push(`-${name} ${quoted(value)}`);
    };
    add('Profile', job.profile);
    add('Model', job.model);
    add('Prompt', job.prompt);
    for (const [name, value] of Object.entries(job.options)) if (/^[A-Z][A-Za-z]+$/.test(name)) add(name, value);
    if (job.key) { add('JobKey', job.key); words.push('-Force'); }
    return words.join(' ');
  }

  /** @param {string} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A page from disk may have no clipboard of its own.
      const area = /** @type {HTMLTextAreaElement} */ (make('textarea', { 'aria-hidden': 'true' }));
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    say('Copied.');
  }

  let silence = 0;
  /** @param {string} text */
  function say(text) {
    const said = byId('said');
    said.textContent = text;
    said.hidden = false;
    clearTimeout(silence);
    silence = window.setTimeout(() => { said.hidden = true; }, 1800);
  }

  /** @param {string} label @param {string} text */
  function copyButton(label, text) {
    const button = make('button', { type: 'button', class: 'copy', 'data-copy': text }, label);
    button.addEventListener('click', () => void copy(text));
    return button;
  }

  /** @param {string} state */
  const badge = (state) => make('span', { class: `badge ${GOOD.includes(state) ? 's-good' : BAD.includes(state) ? 's-bad' : 's-open'}` }, state);

  /** @param {string} text */
  const direction = (text) => make('span', { dir: 'auto' }, text);

  // ---- summary

  function summarize() {
    document.title = head.title;
    /** @type {HTMLElement} */ (document.querySelector('h1')).textContent = head.title;
    const times = jobs.flatMap((job) => [job.submitted, endOf(job)]).filter((time) => time !== undefined);
    const [first, last] = [times.reduce((a, b) => Math.min(a, b), Infinity), times.reduce((a, b) => Math.max(a, b), -Infinity)];
    const asked = head.since !== undefined || head.until !== undefined
      ? `Asked for: ${head.since === undefined ? 'the beginning' : when(head.since)} to ${head.until === undefined ? 'now' : when(head.until)}. ` : '';
    byId('period').textContent = jobs.length === 0 ? `${asked}Made ${when(head.made)}.` : `${asked}${when(first)} to ${when(last)}. Made ${when(head.made)}.`;
    const figures = byId('figures');
    if (jobs.length === 0) {
      figures.append(make('p', { class: 'none' }, 'There is no job in this report: none was submitted in the period, or none fits what was asked for.'));
    } else {
      /** @param {string} value @param {string} label @param {string} [look] */
      const figure = (value, label, look) => figures.append(make('div', { class: `figure ${look ?? ''}` }, make('b', {}, value), make('span', {}, label)));
      figure(whole.format(jobs.length), jobs.length === 1 ? 'job' : 'jobs');
      for (const [state, count] of tally(jobs.map((job) => job.state))) figure(whole.format(count), state, GOOD.includes(state) ? 'good' : BAD.includes(state) ? 'bad' : '');
      const files = jobs.flatMap((job) => job.files ?? []);
      const bytes = files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
      figure(sized(bytes), `stored in ${counted(files.filter((file) => !file.missing).length, 'file')}`);
      figure(lasting(last - first), 'wall time');
      for (const [label, span] of /** @type {[string, (job: Job) => number|undefined][]} */ ([['queue time', queueOf], ['run time', runOf]])) {
        const values = jobs.map(span).filter((value) => value !== undefined);
        if (values.length > 0) figure(lasting(quantile(values, 0.5)), `median ${label}; 95 % within ${lasting(quantile(values, 0.95))}`);
      }
      const profiles = [...new Set(jobs.map((job) => [job.profile, job.provider, job.region].filter(Boolean).join(', ')))].filter(Boolean);
      if (profiles.length > 0) byId('bills').append(make('p', {}, `${profiles.length === 1 ? 'Bundle' : 'Bundles'}: ${profiles.join('; ')}.`));
    }
    for (const bill of head.bills) {
      const more = [
        bill.reckoned ? `${counted(bill.reckoned, 'job')} of them by the rules, not by answers` : '',
        bill.inFlight ? `${counted(bill.inFlight, 'job')} under way` : '',
        bill.unclear ? `${counted(bill.unclear, 'job')} unclear` : ''].filter(Boolean);
      byId('bills').append(make('p', {},
        `Billed by ${bill.owner}${bill.wrapper ? ' (wrapper route)' : ''}: `, make('b', {}, `${fine.format(bill.units)} ${bill.unit}${bill.units === 1 ? '' : 's'}`), ` in ${counted(bill.jobs, 'job')}${more.length ? `; ${more.join(', ')}` : ''}. `,
        bill.amount === undefined ? null : make('b', {}, new Intl.NumberFormat(undefined, { style: 'currency', currency: bill.currency ?? 'USD', maximumFractionDigits: 4 }).format(bill.amount)),
        bill.amount === undefined ? null : ` by the price list of ${bill.checked} (${bill.source}).`));
    }
    for (const why of head.unpriced) byId('bills').append(make('p', { class: 'note' }, `No amount: ${why}`));
    /** @type {HTMLElement} */ (document.querySelector('footer')).textContent = `Made by Wan27 ${head.version}. This page loads nothing from a network${jobs.some((job) => job.files?.some((file) => file.until)) ? ', but for the links to stores that were asked for' : ''}.`;
  }

  /** @param {(string|undefined)[]} words @returns {[string, number][]} */
  function tally(words) {
    const counts = new Map();
    for (const word of words) counts.set(word ?? 'unknown', (counts.get(word ?? 'unknown') ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  // ---- timeline

  function drawTimeline() {
    const bars = byId('bars');
    bars.replaceChildren();
    const timed = jobs.map((job, index) => ({ job, index })).filter(({ job }) => job.submitted !== undefined);
    if (timed.length === 0) {
      bars.append(make('p', { class: 'quiet' }, 'No job has times to draw.'));
      return;
    }
    const from = timed.reduce((low, { job }) => Math.min(low, job.submitted ?? low), Infinity);
    const to = Math.max(from + 1000, timed.reduce((high, { job }) => Math.max(high, endOf(job) ?? high), -Infinity));
    // As wide as there is room, so that its letters keep their size on a phone; on paper as wide as a page.
    const width = Math.max(300, Math.round(bars.clientWidth - 24) || 1000);
    const ticks = width < 600 ? 2 : 6;
    /** @param {number} time */
    const x = (time) => (time - from) / (to - from) * width;
    bars.append(make('h3', {}, 'Running at once'), drawLoad(timed.map(({ job }) => job), x, width), drawAxis(from, to, x, ticks));
    const key = /** @type {'state'|'route'} */ (field('group').value);
    for (const [group] of tally(timed.map(({ job }) => job[key]))) {
      const members = timed.filter(({ job }) => (job[key] ?? 'unknown') === group);
      bars.append(make('h3', {}, `${key === 'route' ? routeText(group) : group} (${whole.format(members.length)})`), drawLanes(members, x, width, group));
    }
  }

  /** How many ran at each moment. @param {Job[]} members @param {(time: number) => number} x @param {number} width */
  function drawLoad(members, x, width) {
    /** @type {[number, number][]} */
    const steps = members.flatMap((job) => job.scheduled !== undefined && job.ended !== undefined ? /** @type {[number, number][]} */ ([[job.scheduled, 1], [job.ended, -1]]) : []);
    steps.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    let [level, most] = [0, 0];
    const points = steps.map(([time, change]) => { level += change; most = Math.max(most, level); return [x(time), level]; });
    const height = 54;
    /** @param {number} value */
    const y = (value) => height - 2 - (most === 0 ? 0 : value / most * (height - 18));
    let path = `M0 ${height - 2}`;
    let before = 0;
    for (const [at, value] of points) { path += `L${at.toFixed(1)} ${y(before).toFixed(1)}L${at.toFixed(1)} ${y(value).toFixed(1)}`; before = value; }
    path += `L${width} ${y(before).toFixed(1)}L${width} ${height - 2}Z`;
    return draw('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `At most ${counted(most, 'job')} ran at once.` },
      draw('path', { d: path, class: 'load-area' }), draw('text', { x: 4, y: 11, class: 'axis' }, `most at once: ${most}`));
  }

  /** @param {number} from @param {number} to @param {(time: number) => number} x @param {number} ticks */
  function drawAxis(from, to, x, ticks) {
    const svg = draw('svg', { viewBox: `0 0 ${x(to)} 18`, 'aria-hidden': 'true' });
    for (let tick = 0; tick <= ticks; tick++) {
      const time = from + (to - from) * tick / ticks;
      svg.append(draw('line', { x1: x(time), x2: x(time), y1: 0, y2: 4, class: 'grid' }),
        draw('text', { x: x(time), y: 15, class: 'axis', 'text-anchor': tick === 0 ? 'start' : tick === ticks ? 'end' : 'middle' }, clock.format(time)));
    }
    return svg;
  }

  /** Jobs in lanes: those of one lane did not overlap. @param {{job: Job, index: number}[]} members @param {(time: number) => number} x @param {number} width @param {string} group */
  function drawLanes(members, x, width, group) {
    const ordered = [...members].sort((a, b) => (a.job.submitted ?? 0) - (b.job.submitted ?? 0));
    const single = ordered.length <= 60;
    /** @type {number[]} */
    const lanes = [];
    const placed = ordered.map(({ job, index }) => {
      const [start, end] = [job.submitted ?? 0, endOf(job) ?? job.submitted ?? 0];
      let lane = single ? lanes.length : lanes.findIndex((busy) => busy <= start);
      if (lane < 0) lane = lanes.length;
      lanes[lane] = end;
      return { job, index, lane };
    });
    const pitch = single ? 12 : Math.max(1.5, Math.min(8, 360 / lanes.length));
    const bar = Math.max(1, pitch - (pitch > 4 ? 2 : 0.4));
    const svg = draw('svg', { viewBox: `0 0 ${width} ${Math.ceil(lanes.length * pitch) + 2}`, role: 'img', 'aria-label': `${counted(members.length, 'job')}, ${group}: each from submit to end. The table below has the same times.` });
    for (const { job, index, lane } of placed) {
      const y = lane * pitch + 1;
      /** @param {number|undefined} start @param {number|undefined} end @param {string} look */
      const part = (start, end, look) => start === undefined || end === undefined ? '' : draw('rect', { x: x(start).toFixed(1), y, width: Math.max(0.8, x(end) - x(start)).toFixed(1), height: bar, class: look });
      const bad = isBad(job);
      const run = job.scheduled ?? job.submitted;
      const all = draw('g', { 'data-job': index },
        draw('title', {}, `${nameOf(job)}: ${job.state}; submitted ${when(job.submitted)}${queueOf(job) === undefined ? '' : `, queued ${lasting(queueOf(job))}`}${runOf(job) === undefined ? '' : `, ran ${lasting(runOf(job))}`}`));
      for (const piece of [part(job.submitted, run === job.submitted ? undefined : run, 'q'), part(run, job.ended ?? (bad ? run : undefined), bad ? 'x' : 'r'), part(job.ended, job.stored, 'l')]) if (piece) all.append(piece);
      if (all.childElementCount === 1) all.append(draw('rect', { x: x(job.submitted ?? 0).toFixed(1), y, width: 2, height: bar, class: bad ? 'x' : 'q' }));
      svg.append(all);
    }
    return svg;
  }

  // ---- media

  /** @type {Map<string, string>} */
  const urls = new Map();

  /** Where the browser finds a file. @param {Media} media */
  function urlOf(media) {
    if (!media.embedded) return media.href;
    let url = urls.get(media.embedded);
    if (!url) {
      const text = atob(byId(media.embedded).textContent ?? '');
      const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
      url = URL.createObjectURL(new Blob([bytes], { type: media.mediaType }));
      urls.set(media.embedded, url);
    }
    return url;
  }

  /** @param {Media} media @param {string} [why] */
  const gone = (media, why) => make('p', { class: 'gone' }, why ?? `Not there any more: ${media.place ?? media.name} was moved or deleted.`);

  /** @param {string} place */
  const elsewhere = (place) => place.startsWith('s3://') ? `In a store: ${place}` : /^[a-z]{2,}:/i.test(place) ? `At an address, from which this page loads nothing: ${place}` : `Not on the machine that made this page: ${place}`;

  /** @param {Media} media @param {HTMLElement} box */
  const orSay = (media, box) => () => box.replaceChildren(gone(media, `${media.name} cannot be shown: it was moved or deleted, or this browser does not play it.`));

  /** @param {Media} media @param {string} alt @param {boolean} [plain] without a button of its own */
  function show(media, alt, plain) {
    const box = make('div', { class: 'media' });
    if (media.missing) { box.append(gone(media)); return box; }
    if (!media.href && !media.embedded) { box.append(gone(media, elsewhere(media.place ?? media.name))); return box; }
    if (media.until !== undefined && media.until < Date.now()) { box.append(gone(media, `The link to ${media.place} died on ${when(media.until)}.`)); return box; }
    if (media.kind === 'image') {
      const image = make('img', { src: media.thumbnail ?? urlOf(media), alt, loading: 'lazy', decoding: 'async' });
      image.addEventListener('error', orSay(media, box));
      const link = media.embedded ? image : make('a', { href: media.href }, image);
      box.append(link);
      return box;
    }
    if (media.kind === 'audio') {
      box.append(make('audio', { src: urlOf(media), controls: true, preload: 'none', 'aria-label': alt }));
      return box;
    }
    if (plain) { box.append(film(media, alt, box)); return box; }
    const still = media.thumbnail ? make('img', { src: media.thumbnail, alt, loading: 'lazy' }) : film(media, alt, box);
    if (!media.thumbnail) { still.removeAttribute('controls'); still.setAttribute('tabindex', '-1'); still.setAttribute('aria-hidden', 'true'); }
    const button = make('button', { type: 'button', class: 'play', 'aria-label': `Play ${media.name}` }, make('span', { 'aria-hidden': 'true' }, '\u25B6 Play'));
    button.addEventListener('click', () => {
      const clip = /** @type {HTMLVideoElement} */ (film(media, alt, box));
      box.replaceChildren(clip);
      clip.focus();
      clip.play().catch(() => {});
    });
    box.append(still, button);
    return box;
  }

  /** @param {Media} media @param {string} alt @param {HTMLElement} box */
  function film(media, alt, box) {
    const clip = make('video', { src: urlOf(media), controls: true, preload: 'metadata', playsinline: true, poster: media.thumbnail, 'aria-label': alt });
    clip.addEventListener('error', orSay(media, box));
    return clip;
  }

  // ---- gallery

  /** @param {number} index */
  function card(index) {
    const job = jobs[index];
    const files = job.files ?? [];
    const before = job.inputs?.[0];
    const result = files.find((file) => file.kind === 'video');
    const alt = job.prompt ? job.prompt.slice(0, 150) : nameOf(job);
    const article = make('article', { class: 'card', 'data-job': index, 'aria-label': nameOf(job) });
    if (before && result) {
      article.classList.add('wide');
      const pair = make('div', { class: 'pair' },
        make('figure', {}, show(before, `Before: ${alt}`, true), make('figcaption', {}, 'before')),
        make('figure', {}, show(result, `After: ${alt}`, true), make('figcaption', {}, 'after')));
      const both = make('button', { type: 'button', class: 'play-both' }, 'Play both');
      both.addEventListener('click', () => {
        const clips = [...pair.querySelectorAll('video')];
        const playing = clips.some((clip) => !clip.paused);
        for (const clip of clips) {
          if (playing) clip.pause(); else { clip.currentTime = 0; clip.muted = clips.length > 1 && clip === clips[0]; clip.play().catch(() => {}); }
        }
        both.textContent = playing ? 'Play both' : 'Pause both';
      });
      article.append(pair, both);
    } else if (files.length > 1) {
      article.append(make('div', { class: 'strip', tabindex: '0', role: 'group', 'aria-label': `${files.length} files of ${nameOf(job)}` }, ...files.map((file, place) => show(file, `${place + 1} of ${files.length}: ${alt}`))));
    } else if (files.length === 1) {
      article.append(show(files[0], alt));
    }
    article.append(cardText(job));
    return article;
  }

  /** @param {Job} job */
  function cardText(job) {
    const command = commandOf(job);
    const facts = make('dl', {});
    /** @param {string} name @param {string|undefined} value */
    const fact = (name, value) => { if (value) facts.append(make('dt', {}, name), make('dd', {}, direction(value))); };
    fact('Task', job.id);
    fact('Request id', job.requestId);
    fact('Model', [job.model, job.provider, job.region].filter(Boolean).join(', '));
    for (const [name, value] of Object.entries(job.options)) fact(name, Array.isArray(value) ? value.join('; ') : typeof value === 'object' ? JSON.stringify(value) : String(value));
    fact('Submitted', when(job.submitted));
    fact('Queue, run', [lasting(queueOf(job)), lasting(runOf(job))].filter(Boolean).join(', '));
    for (const file of job.files ?? []) {
      fact('File', [file.name, file.bytes === undefined ? '' : sized(file.bytes)].filter(Boolean).join(', '));
      fact('SHA-256', file.sha256);
      if (file.until) fact('Link dies', when(file.until));
      if (file.sidecar) facts.append(make('dt', {}, 'Sidecar'), make('dd', {}, make('a', { href: file.sidecar }, `${file.name}.wan.json`)));
    }
    const key = job.key ?? job.id;
    return make('div', { class: 'text' },
      make('div', { class: 'line' }, badge(job.state), make('h3', {}, direction(nameOf(job)))),
      job.prompt ? make('p', { class: 'prompt', dir: 'auto' }, job.prompt) : null,
      make('div', { class: 'line' }, make('span', {}, routeText(job.route)), billed(job) ? make('span', {}, billed(job)) : null,
        typeof job.options.Seed === 'number' ? make('span', {}, `seed ${job.options.Seed}`) : null),
      ...(job.warnings ?? []).map((warning) => make('p', { class: 'warned', dir: 'auto' }, `Warning: ${warning}`)),
      make('div', { class: 'actions' }, key ? copyButton(job.key ? 'Copy job key' : 'Copy task id', key) : null, command ? copyButton('Copy command', command) : null),
      make('details', {}, make('summary', {}, 'Parameters, times and files'), job.prompt && job.prompt.length > 200 ? make('p', { class: 'prompt', dir: 'auto' }, job.prompt) : null, facts));
  }

  function fillGallery() {
    const cards = byId('cards');
    const made = shown.filter((index) => (jobs[index].files ?? []).length > 0);
    const there = cards.childElementCount;
    const wanted = made.slice(0, cardsShown);
    if (cards.dataset.of !== shown.join() || there > wanted.length) {
      cards.replaceChildren(...wanted.map(card));
      cards.dataset.of = shown.join();
    } else {
      cards.append(...wanted.slice(there).map(card));
    }
    if (wanted.length === 0) cards.replaceChildren(make('p', { class: 'none' }, 'None of the jobs shown has a stored file.'));
    more('more-cards', made.length - wanted.length);
  }

  /** @param {string} id @param {number} left */
  function more(id, left) {
    const button = byId(id);
    button.hidden = left <= 0;
    button.textContent = `Show more (${whole.format(Math.max(0, left))} left)`;
  }

  // ---- failures

  function fillFailures() {
    const causes = new Map();
    for (const [index, job] of jobs.entries()) {
      if (!job.error && !isBad(job)) continue;
      const cause = [job.error?.id ?? job.state, job.error?.code ?? ''].join(' ');
      const group = causes.get(cause) ?? { error: job.error, state: job.state, members: [] };
      group.members.push(index);
      causes.set(cause, group);
    }
    const box = byId('causes');
    if (causes.size === 0) { box.append(make('p', { class: 'none' }, 'No job failed.')); return; }
    for (const { error, state, members } of [...causes.values()].sort((a, b) => b.members.length - a.members.length)) {
      const list = make('ul', {});
      const details = make('details', { class: 'cause' },
        make('summary', {}, make('b', {}, counted(members.length, 'job')), ` ${error?.id ?? state}${error?.code ? ` (${error.code})` : ''}: `, direction(error?.message ?? 'No reason was given.')),
        make('p', { class: 'first' }, make('b', {}, 'What to do first: '), error?.action ?? 'Look at the task again: Get-WanTask -TaskId ... -Refresh.'),
        make('p', { class: 'quiet' }, `Boundary: ${error?.boundary ?? 'unknown'}.${error?.providerMessage ? ` The provider said: ${error.providerMessage}` : ''}`), list);
      // Thousands of failures would cost seconds that nobody asked for.
      details.addEventListener('toggle', () => {
        if (list.childElementCount > 0) return;
        for (const index of members.slice(0, 200)) {
          const job = jobs[index];
          list.append(make('li', {}, direction(nameOf(job)), job.id ? `, task ${job.id}` : '', job.error?.requestId ?? job.requestId ? `, request ${job.error?.requestId ?? job.requestId}` : ''));
        }
        if (members.length > 200) list.append(make('li', {}, `and ${whole.format(members.length - 200)} more; filter the table by this state for all of them.`));
      });
      box.append(details);
    }
  }

  // ---- table

  /** @type {{id: string, name: string, number?: boolean, value: (job: Job) => string|number|undefined, cell?: (job: Job) => Node|string, look?: string}[]} */
  const columns = [
    { id: 'state', name: 'State', value: (job) => job.state, cell: (job) => badge(job.state) },
    { id: 'key', name: 'Job', value: nameOf, look: 'id' },
    { id: 'prompt', name: 'Prompt', value: (job) => job.prompt, look: 'words' },
    { id: 'route', name: 'Route', value: (job) => job.route, cell: (job) => routeText(job.route) },
    { id: 'model', name: 'Model', value: (job) => job.model },
    { id: 'profile', name: 'Profile', value: (job) => job.profile },
    { id: 'submitted', name: 'Submitted', value: (job) => job.submitted, cell: (job) => when(job.submitted) },
    { id: 'took', name: 'Took', number: true, value: tookOf, cell: (job) => lasting(tookOf(job)) },
    { id: 'units', name: 'Billed', number: true, value: (job) => job.units, cell: billed },
    { id: 'file', name: 'File', value: (job) => job.files?.[0]?.name, look: 'id' },
  ];

  function makeTable() {
    const row = /** @type {HTMLElement} */ (document.querySelector('#jobs thead tr'));
    for (const column of columns) {
      const button = make('button', { type: 'button', 'data-sort': column.id }, column.name);
      button.addEventListener('click', () => change((view) => {
        view.dir = view.sort === column.id && view.dir !== 'desc' ? 'desc' : 'asc';
        view.sort = column.id;
      }));
      row.append(make('th', { scope: 'col', class: column.number ? 'number' : undefined }, button));
    }
  }

  function fillTable() {
    const body = /** @type {HTMLElement} */ (document.querySelector('#jobs tbody'));
    body.replaceChildren(...shown.slice(0, rowsShown).map((index) => {
      const job = jobs[index];
      return make('tr', { 'data-job': index }, ...columns.map((column) => {
        const value = column.value(job);
        const inside = column.cell ? column.cell(job) : direction(value === undefined ? '' : String(value).slice(0, 300));
        return make('td', { class: column.number ? 'number' : column.look, title: column.look && value !== undefined ? String(value).slice(0, 1000) : undefined }, inside);
      }));
    }));
    document.querySelectorAll('#jobs th').forEach((cell, place) => {
      if (columns[place].id === view.sort) cell.setAttribute('aria-sort', view.dir === 'desc' ? 'descending' : 'ascending'); else cell.removeAttribute('aria-sort');
    });
    more('more-rows', shown.length - rowsShown);
  }

  function saveCsv() {
    /** @param {unknown} value */
    const cell = (value) => {
      const text = value === undefined || value === null ? '' : String(value);
      // A spreadsheet would run what begins like a formula.
      const safe = /^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text;
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    const names = ['JobKey', 'TaskId', 'State', 'Route', 'Model', 'Profile', 'Prompt', 'Submitted', 'Scheduled', 'Ended', 'BilledUnits', 'Unit', 'File', 'ErrorId', 'Message', 'RequestId'];
    /** @param {number|undefined} time */
    const iso = (time) => time === undefined ? undefined : new Date(time).toISOString();
    const lines = shown.map((index) => jobs[index]).map((job) => [job.key, job.id, job.state, job.route, job.model, job.profile, job.prompt, iso(job.submitted), iso(job.scheduled), iso(job.ended),
      job.units, job.unit, job.files?.map((file) => file.name).join('; '), job.error?.id, job.error?.message, job.error?.requestId ?? job.requestId].map(cell).join(','));
    const url = URL.createObjectURL(new Blob([`\uFEFF${[names.join(','), ...lines].join('\r\n')}\r\n`], { type: 'text/csv' }));
    const link = make('a', { href: url, download: `${head.title.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.csv` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  // ---- what is shown, kept in the hash

  /** @type {Record<string, string>} */
  let view = {};

  /** @returns {Record<string, string>} */
  function readHash() {
    const text = location.hash.slice(1);
    return text.includes('=') ? Object.fromEntries(new URLSearchParams(text)) : {};
  }

  /** @param {(view: Record<string, string>) => void} edit */
  function change(edit) {
    edit(view);
    const kept = Object.entries(view).filter(([, value]) => value !== '' && value !== undefined);
    history.replaceState(null, '', kept.length ? `#${new URLSearchParams(kept)}` : location.pathname + location.search);
    apply();
  }

  const haystack = jobs.map((job) => [job.key, job.id, job.prompt, job.state, job.model, job.route, job.error?.id, job.error?.message, job.error?.code, job.requestId, ...(job.files ?? []).map((file) => file.name)].filter(Boolean).join('\n').toLowerCase());

  function apply() {
    field('search').value = view.q ?? '';
    for (const facet of FACETS) field(`f-${facet}`).value = view[facet] ?? '';
    const words = (view.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    shown = [...jobs.keys()].filter((index) => FACETS.every((facet) => !view[facet] || (jobs[index][facet] ?? 'unknown') === view[facet]) && words.every((word) => haystack[index].includes(word)));
    const column = columns.find((candidate) => candidate.id === view.sort);
    if (column) {
      const sign = view.dir === 'desc' ? -1 : 1;
      const order = new Intl.Collator(undefined, { numeric: true });
      shown.sort((left, right) => {
        const [a, b] = [column.value(jobs[left]), column.value(jobs[right])];
        if (a === undefined || b === undefined) return a === b ? left - right : a === undefined ? 1 : -1;
        return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : order.compare(String(a), String(b))) || left - right;
      });
    }
    cardsShown = CARDS;
    rowsShown = ROWS;
    byId('shown').textContent = `${whole.format(shown.length)} of ${counted(jobs.length, 'job')}`;
    fillGallery();
    fillTable();
  }

  function begin() {
    summarize();
    drawTimeline();
    fillFailures();
    makeTable();
    for (const facet of FACETS) {
      field(`f-${facet}`).append(make('option', { value: '' }, 'all'), ...tally(jobs.map((job) => job[facet])).map(([word, count]) => make('option', { value: word }, `${facet === 'route' ? routeText(word) : word} (${whole.format(count)})`)));
      field(`f-${facet}`).addEventListener('change', () => change((kept) => { kept[facet] = field(`f-${facet}`).value; }));
    }
    let typing = 0;
    field('search').addEventListener('input', () => {
      clearTimeout(typing);
      typing = window.setTimeout(() => change((kept) => { kept.q = field('search').value; }), 120);
    });
    byId('clear').addEventListener('click', () => change((kept) => { for (const name of Object.keys(kept)) delete kept[name]; }));
    byId('group').addEventListener('change', drawTimeline);
    byId('csv').addEventListener('click', saveCsv);
    byId('more-cards').addEventListener('click', () => { cardsShown += CARDS; fillGallery(); });
    byId('more-rows').addEventListener('click', () => { rowsShown += ROWS * 5; fillTable(); });
    window.addEventListener('hashchange', () => { if (location.hash.includes('=')) { view = readHash(); apply(); } });
    let wide = innerWidth;
    let resizing = 0;
    window.addEventListener('resize', () => {
      if (innerWidth === wide) return;
      wide = innerWidth;
      clearTimeout(resizing);
      resizing = window.setTimeout(drawTimeline, 150);
    });
    window.addEventListener('beforeprint', () => { cardsShown = rowsShown = 2000; fillGallery(); fillTable(); });
    themes();
    view = readHash();
    apply();
  }

  function themes() {
    const names = ['auto', 'light', 'dark'];
    let name = 'auto';
    try { name = localStorage.getItem('wan27-report-theme') ?? 'auto'; } catch { /* a page from disk may have no storage */ }
    const set = () => {
      if (name === 'auto') document.documentElement.removeAttribute('data-theme'); else document.documentElement.setAttribute('data-theme', name);
      byId('theme').textContent = `Theme: ${name}`;
    };
    byId('theme').addEventListener('click', () => {
      name = names[(names.indexOf(name) + 1) % names.length];
      try { localStorage.setItem('wan27-report-theme', name); } catch { /* the same */ }
      set();
    });
    set();
  }

  begin();
})();
