import { ApiError } from "@/api/client";
import type { NewUpload, Upload, UploadTarget } from "@/api/evidence";

/** From here on a file is sent in parts: what has arrived need not be sent again. */
export const IN_PARTS_FROM_BYTES = 8 * 1024 ** 2;
export const TRIES_MAX = 8;
const WAIT_MS = 1_000;
const WAIT_MAX_MS = 15_000;
const PREFIX = "stationdesk.upload.";

export type Memory = Pick<Storage, "getItem" | "setItem" | "removeItem">;
type Wait = (ms: number) => Promise<void>;

const sleep: Wait = (ms) =>
  new Promise((resolve) => {
    const done = () => {
      window.clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = window.setTimeout(done, ms);
    window.addEventListener("online", done);
  });

/** The connection, or a server that restarts: worth another try. */
const isPassing = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.status >= 502);

function memoryKey(target: UploadTarget<unknown>, file: File): string {
  return `${PREFIX}${target.key}.${file.name}.${file.size}.${file.lastModified}`;
}

/** Where it stands: the upload that was broken off, if the same file is chosen again. */
async function begun<T>(
  target: UploadTarget<T>,
  file: File,
  said: NewUpload,
  memory: Memory,
): Promise<Upload> {
  const key = memoryKey(target, file);
  const known = memory.getItem(key);
  if (known) {
    try {
      const upload = await target.look(known);
      if (!upload.attachment_id) return upload;
    } catch (error) {
      if (isPassing(error)) throw error;
    }
    memory.removeItem(key);
  }
  const upload = await target.begin(said);
  memory.setItem(key, upload.id);
  return upload;
}

/** Sends a file in parts and seals it; after a lost connection it goes on where it stood. */
export async function sendInParts<T>(
  target: UploadTarget<T>,
  file: File,
  said: NewUpload,
  onProgress: (sentBytes: number) => void,
  memory: Memory = localStorage,
  wait: Wait = sleep,
): Promise<T> {
  let upload: Upload | null = null;
  for (let failures = 0; ; ) {
    try {
      upload = upload ? await target.look(upload.id) : await begun(target, file, said, memory);
      while (upload.received_bytes < upload.size_bytes) {
        const from: number = upload.received_bytes;
        const part = file.slice(from, from + upload.part_bytes);
        upload = await target.put(upload.id, from, part, (sent) => onProgress(from + sent));
        failures = 0;
        onProgress(upload.received_bytes);
      }
      const sealed = await target.seal(upload.id);
      memory.removeItem(memoryKey(target, file));
      return sealed;
    } catch (error) {
      const isElsewhere = error instanceof ApiError && error.code === "upload_offset_wrong";
      if ((!isPassing(error) && !isElsewhere) || ++failures >= TRIES_MAX) throw error;
      await wait(Math.min(WAIT_MS * 2 ** (failures - 1), WAIT_MAX_MS));
    }
  }
}
