// Tokens a second of llama.cpp from a GGUF file: node decode.mjs '{"file", "prompts": [[id, …], …], "answer", "threads"}'.
// Counted are the tokens from the moment all sequences speak until the first of them has said its last, as Heed's own rows count them.
import { getLlama, LlamaLogLevel } from "node-llama-cpp";
import fs from "fs";

const { file, prompts, answer, threads } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const llama = await getLlama({ gpu: false, build: "never", logLevel: LlamaLogLevel.error, progressLogs: false, maxThreads: threads });
const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
const context = await model.createContext({
  contextSize: prompts[0].length + answer + 1,
  sequences: prompts.length,
  batchSize: Math.max(512, prompts.length),
  threads,
});

const times = prompts.map(() => []);
await Promise.all(prompts.map(async (prompt, i) => {
  const tokens = context.getSequence().evaluate(prompt, { temperature: 1, topK: 0, topP: 1, minP: 0, seed: i + 1, yieldEogToken: true });
  while (times[i].length < answer && !(await tokens.next()).done) times[i].push(performance.now());
}));

const from = Math.max(...times.map(t => t[0]));
const to = Math.min(...times.map(t => t[t.length - 1]));
const said = times.flat().filter(t => t > from && t <= to).length;
fs.writeSync(1, JSON.stringify({ tokens_a_second: 1000 * said / (to - from), seconds: (to - from) / 1000, tokens: said }) + "\n");
process.kill(process.pid, "SIGKILL"); // its threads would keep the process for seconds
