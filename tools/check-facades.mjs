// Drives the emulator's facades with the providers' own published clients, as judges that are not ours.
//
//     node tools/check-facades.mjs http://127.0.0.1:PORT [folder]
//
// The address is that of a running emulator (Start-WanEmulator -PassThru, or `wan27 emulator --port N`), best with tasks of one second. The clients are installed
// into a temporary folder, or taken from the folder given. Nothing of them is part of this project. Exit code 0: all held.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";

const clients = ["@fal-ai/client@1.10.1", "replicate@1.4.0", "wavespeed@0.3.2", "novita-sdk@3.1.3"];
const base = process.argv[2]?.replace(/\/+$/, "");
if (!base) {
  console.error("Give the address of a running emulator, such as http://127.0.0.1:5127.");
  process.exit(2);
}

const given = process.argv[3];
const folder = given ?? mkdtempSync(join(tmpdir(), "wan27-clients-"));
const work = mkdtempSync(join(tmpdir(), "wan27-clients-"));
if (!given) {
  writeFileSync(join(folder, "package.json"), "{}");
  execFileSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", ...clients], { cwd: folder, stdio: "inherit", shell: process.platform === "win32" });
}

const require = createRequire(join(folder, "node_modules", "none.js"));
const media = (name) => `${base}/_media/${name}`;
const clip = join(work, "in.mp4");
writeFileSync(clip, Buffer.from(await (await fetch(media("clip.mp4"))).arrayBuffer()));
let failed = 0;

async function check(name, work) {
  try {
    await work();
    console.log(`ok    ${name}`);
  } catch (wrong) {
    failed++;
    console.log(`FAIL  ${name}: ${wrong?.stack ?? JSON.stringify(wrong)}`);
  }
}

async function fault(rule) {
  const answer = await fetch(`${base}/_emulator/faults`, { method: "POST", body: JSON.stringify(rule) });
  assert.equal(answer.status, 200, await answer.text());
}

async function download(url, first) {
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.ok(first.some((start) => bytes.subarray(0, 12).includes(start)), `${url} holds something else`);
}

const mp4 = [Buffer.from("ftyp")];

// ---- fal.ai: its client knows fixed hosts, so that its fetch is led to the emulator.
const { createFalClient, ApiError } = require("@fal-ai/client");
const led = (url, init) => fetch(String(url).replace("https://queue.fal.run", `${base}/fal`).replace("https://rest.fal.ai", `${base}/fal`), init);
const falOf = (credentials) => createFalClient({ credentials, fetch: led, suppressLocalCredentialsWarning: true, retry: { maxRetries: 0 } });
const fal = falOf("judge:secret");

await check("fal: subscribe, from submit to result", async () => {
  const seen = [];
  const { data, requestId } = await fal.subscribe("fal-ai/wan/v2.7/image-to-video", {
    input: { image_url: media("photo.png"), prompt: "it turns", duration: 2, resolution: "720p" }, logs: true, pollInterval: 100, onQueueUpdate: (update) => seen.push(update.status),
  });
  assert.match(requestId, /^[0-9a-f-]{36}$/);
  assert.ok(seen.every((word) => ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"].includes(word)) && seen.at(-1) === "COMPLETED", seen.join());
  assert.equal(data.video.content_type, "video/mp4");
  await download(data.video.url, mp4);
});
await check("fal: pictures are JPEG unless asked otherwise", async () => {
  const plain = await fal.subscribe("fal-ai/wan/v2.7/text-to-image", { input: { prompt: "a fox", image_size: "square" }, pollInterval: 100 });
  await download(plain.data.images[0].url, [Buffer.from([0xff, 0xd8, 0xff])]);
  const png = await fal.subscribe("fal-ai/wan/v2.7/pro/text-to-image", { input: { prompt: "a fox", image_size: "square", output_format: "png", num_images: 2 }, pollInterval: 100 });
  assert.equal(png.data.images.length, 2);
  await download(png.data.images[1].url, [Buffer.from("PNG")]);
});
await check("fal: upload, and its address as an input", async () => {
  const url = await fal.storage.upload(new File([await (await fetch(media("clip.mp4"))).arrayBuffer()], "in.mp4", { type: "video/mp4" }));
  const { data } = await fal.subscribe("fal-ai/wan/v2.7/edit-video", { input: { prompt: "paper", video_url: url, resolution: "720p" }, pollInterval: 100 });
  await download(data.video.url, mp4);
});
await check("fal: upload in parts", async () => {
  const url = await fal.storage.upload(new File([Buffer.alloc(91 * 1024 * 1024, 7)], "large.bin", { type: "application/octet-stream" }));
  assert.equal((await fetch(url, { method: "HEAD" })).headers.get("content-length"), String(91 * 1024 * 1024));
});
await check("fal: a duration in quotes, as the client's types have it, is refused by the model", async () => {
  await assert.rejects(fal.subscribe("fal-ai/wan/v2.7/text-to-video", { input: { prompt: "x", duration: "5" }, pollInterval: 100 }), (error) => error.status === 422 && error.body.detail[0].type === "literal_error");
});
await check("fal: cancel", async () => {
  const { request_id: requestId } = await fal.queue.submit("fal-ai/wan/v2.7/text-to-video", { input: { prompt: "x" } });
  await fal.queue.cancel("fal-ai/wan/v2.7/text-to-video", { requestId });
  await assert.rejects(fal.queue.cancel("fal-ai/wan/v2.7/text-to-video", { requestId: "5c0e7a10-2f44-4d19-9a77-6b8c1d2e3f00" }), (error) => error.status === 404);
});
await check("fal: a wrong key", async () => {
  await assert.rejects(falOf("WRONG").queue.submit("fal-ai/wan/v2.7/text-to-video", { input: { prompt: "x" } }), (error) => error instanceof ApiError && error.status === 401);
});

// ---- Replicate
const Replicate = require("replicate");
const replicateOf = (auth) => new Replicate({ auth, baseUrl: `${base}/replicate/v1`, useFileOutput: false });
const replicate = replicateOf("r8_judge");

await check("replicate: run, from create to output", async () => {
  const seen = [];
  const output = await replicate.run("wan-video/wan-2.7-i2v", { input: { first_frame: media("photo.png"), prompt: "it turns", duration: 2, resolution: "720p" }, wait: { mode: "poll", interval: 100 } }, (prediction) => seen.push(prediction.status));
  assert.equal(typeof output, "string");
  assert.equal(seen.at(-1), "succeeded");
  await download(output, mp4);
});
await check("replicate: pictures by Prefer: wait", async () => {
  const output = await replicate.run("wan-video/wan-2.7-image", { input: { prompt: "a fox", size: "1K", num_outputs: 2 }, wait: { mode: "block" } });
  assert.equal(output.length, 2);
  await download(output[0], [Buffer.from("PNG")]);
});
await check("replicate: a file goes up and is an input", async () => {
  const file = await replicate.files.create(new File([await (await fetch(media("clip.mp4"))).arrayBuffer()], "in.mp4", { type: "video/mp4" }), { for: "the judge" });
  assert.equal((await replicate.files.get(file.id)).metadata !== undefined, true);
  const output = await replicate.run("wan-video/wan-2.7-videoedit", { input: { video: file.urls.get, prompt: "paper" }, wait: { mode: "poll", interval: 100 } });
  await download(output, mp4);
  await replicate.files.delete(file.id);
});
await check("replicate: list, newest first, with what was asked for", async () => {
  const created = await replicate.predictions.create({ model: "wan-video/wan-2.7-t2v", input: { prompt: "the last one" } });
  const page = await replicate.predictions.list();
  assert.equal(page.results[0].id, created.id);
  assert.equal(page.results[0].input.prompt, "the last one");
});
await check("replicate: cancel", async () => {
  const created = await replicate.predictions.create({ model: "wan-video/wan-2.7-t2v", input: { prompt: "x" } });
  assert.equal((await replicate.predictions.cancel(created.id)).status, "canceled");
});
await check("replicate: a field that the model does not have, and a number in quotes", async () => {
  const create = (input) => replicate.predictions.create({ model: "wan-video/wan-2.7-t2v", input });
  await assert.rejects(create({ prompt: "x", watermark: false }), (error) => error.response.status === 422);
  await assert.rejects(create({ prompt: "x", duration: "5" }), (error) => error.response.status === 422);
});
await check("replicate: a throttle is repeated", async () => {
  await fault({ kind: "Status", status: 429, retryAfter: 1, count: 1, pathContains: "/replicate/" });
  await replicate.predictions.create({ model: "wan-video/wan-2.7-t2v", input: { prompt: "x" } });
});
await check("replicate: account, model, and a wrong key", async () => {
  assert.equal((await replicate.accounts.current()).type, "user");
  assert.equal((await replicate.models.get("wan-video", "wan-2.7-i2v")).name, "wan-2.7-i2v");
  await assert.rejects(replicateOf("r8_WRONG").predictions.list(), (error) => error.response.status === 401);
});

// ---- WaveSpeed
const { Client } = require("wavespeed");
const waveSpeedOf = (key) => new Client(key, { baseUrl: `${base}/wavespeed`, maxRetries: 0, maxConnectionRetries: 2, retryInterval: 0.1 });
const waveSpeed = waveSpeedOf("judge");

await check("wavespeed: upload, run, output", async () => {
  const video = await waveSpeed.upload(clip);
  const { outputs } = await waveSpeed.run("alibaba/wan-2.7/video-edit", { prompt: "paper", video, duration: 2 }, { pollInterval: 0.1 });
  await download(outputs[0], mp4);
});
await check("wavespeed: run in one request", async () => {
  const { outputs } = await waveSpeed.run("alibaba/wan-2.7/video-edit", { prompt: "paper", video: media("clip.mp4") }, { enableSyncMode: true });
  await download(outputs[0], mp4);
});
await check("wavespeed: a look that fails is looked again", async () => {
  await fault({ kind: "Status", status: 503, count: 1, operation: "task.query", pathContains: "/wavespeed/" });
  await waveSpeed.run("alibaba/wan-2.7/video-edit", { prompt: "paper", video: media("clip.mp4") }, { pollInterval: 0.1 });
});
await check("wavespeed: a failure, and a wrong key", async () => {
  await assert.rejects(waveSpeed.run("alibaba/wan-2.7/video-edit", { prompt: "paper", video: `${base}/wavespeed/static/none/in.mp4` }, { pollInterval: 0.1 }), /media URL/);
  await assert.rejects(waveSpeedOf("WRONG").run("alibaba/wan-2.7/video-edit", { prompt: "x", video: media("clip.mp4") }), /401/);
});

// ---- Novita: its client has no name for these routes, and sends the bare key.
const { NovitaSDK } = require("novita-sdk");
const novitaOf = (key) => Object.assign(new NovitaSDK(key), { BASE_URL: `${base}/novita` });
const novita = novitaOf("sk_judge");
const submit = (client, data, route = "wan2.7-i2v") => client.httpFetch({ url: `/v3/async/${route}`, method: "POST", data });

await check("novita: submit, progress, video", async () => {
  const { task_id } = await submit(novita, { image_url: media("photo.png"), duration: 2, resolution: "720P" });
  for (let looks = 0; ; looks++) {
    const { task, videos } = await novita.progress({ task_id });
    if (task.status === "TASK_STATUS_SUCCEED") {
      assert.equal(typeof videos[0].video_url_ttl, "string");
      await download(videos[0].video_url, mp4);
      break;
    }
    assert.ok(["TASK_STATUS_QUEUED", "TASK_STATUS_PROCESSING"].includes(task.status) && looks < 300, task.status);
    await new Promise((done) => setTimeout(done, 100));
  }
});
await check("novita: errors by their reasons", async () => {
  const reason = (expected) => (error) => error.reason === expected;
  await assert.rejects(submit(novita, { image_url: media("photo.png"), duration: 1 }), reason("INVALID_REQUEST_BODY"));
  await assert.rejects(submit(novita, { image_url: media("photo.png"), duration: "5" }), reason("INVALID_REQUEST_BODY"));
  await assert.rejects(submit(novita, { image_url: media("photo.png"), model_name: "x" }), reason("INVALID_REQUEST_BODY"));
  await assert.rejects(novita.progress({ task_id: "0b6f2d10-77aa-4c3e-9d01-000000000001" }), reason("TASK_NOT_FOUND"));
  await assert.rejects(submit(novitaOf("sk_WRONG"), { image_url: media("photo.png") }), reason("INVALID_API_KEY"));
  await fault({ kind: "Status", status: 400, code: "BILLING_BALANCE_NOT_ENOUGH", count: 1, pathContains: "/novita/" });
  await assert.rejects(submit(novita, { image_url: media("photo.png") }), reason("BILLING_BALANCE_NOT_ENOUGH"));
});

rmSync(work, { recursive: true, force: true });
if (!given) {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed === 0 ? "All held." : `${failed} did not hold.`);
process.exit(failed === 0 ? 0 : 1);
